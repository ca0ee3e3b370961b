import { z } from "zod";
import { Finding } from "../../schema.ts";

export const LintQuery = z.object({
	revision: z.string().max(63).default("latest").meta({ description: "A number, `latest`, `head` or a channel." }),
	format: z
		.enum(["json", "sarif"])
		.optional()
		.meta({ description: "`sarif` = a SARIF 2.1.0 log, as `Accept: application/sarif+json` asks for." }),
	path: z.string().min(1).max(1000).optional().meta({
		description: "Of SARIF: the file in the repository that findings are shown at; absent = KIND/NAME.",
		example: "images/web-base.yaml",
	}),
});

export const LintReport = z
	.object({
		name: z.string(),
		revision: z.int().meta({ description: "0 is HEAD." }),
		digest: z.string(),
		errors: z.int(),
		warnings: z.int(),
		findings: z.array(Finding).meta({ description: "Errors first." }),
	})
	.meta({ id: "LintReport" });

export const SarifLog = z
	.looseObject({ version: z.literal("2.1.0"), runs: z.array(z.looseObject({})) })
	.meta({ id: "SarifLog", description: "SARIF 2.1.0." });
