import { z } from "zod";
import { Finding } from "../../schema.ts";

export const LintQuery = z.object({
	revision: z.string().max(63).default("latest").meta({ description: "A number, `latest`, `head` or a channel." }),
	format: z
		.enum(["json", "sarif"])
		.optional()
		.meta({ description: "`sarif` for a SARIF 2.1.0 log, the same as `Accept: application/sarif+json`." }),
	path: z.string().min(1).max(1000).optional().meta({
		description: "SARIF only: the file that findings point to; KIND/NAME by default.",
		example: "images/web-base.yaml",
	}),
});

export const LintReport = z
	.object({
		name: z.string(),
		revision: z.int().meta({ description: "0 is HEAD." }),
		digest: z.string(),
		errors: z.int().meta({ example: 0 }),
		warnings: z.int().meta({ example: 0 }),
		findings: z.array(Finding).meta({ description: "Errors first." }),
	})
	.meta({ id: "LintReport" });

export const SarifLog = z
	.looseObject({ version: z.literal("2.1.0"), runs: z.array(z.looseObject({})) })
	.meta({ id: "SarifLog", description: "SARIF 2.1.0." });
