import { z } from "zod";
import { componentKinds, roles } from "../../../core/index.ts";
import { Moment } from "../../schema.ts";

const TokenRole = z.enum(roles).meta({ description: "What it may be; docs/permissions.md says what each role may do.", example: "designer" });

export const Token = z
	.object({
		id: z.int(),
		name: z.string(),
		roles: z.array(TokenRole),
		owner: z.string().nullable().meta({ description: "The person whose it is; null = a service's." }),
		isNarrowed: z.boolean().meta({ description: "Whether it is for one component alone." }),
		source: z.string().meta({ description: "`made`, or the workload rule that gave it." }),
		createdAt: Moment,
		expiresAt: Moment.nullable(),
		revokedAt: Moment.nullable(),
		lastUsedAt: Moment.nullable().meta({ description: "To the minute." }),
	})
	.meta({ id: "Token" });

export const TokenWithSecret = Token.extend({ secret: z.string().meta({ description: "Shown this once." }) }).meta({ id: "TokenWithSecret" });

export const NewToken = z
	.object({
		name: z
			.string()
			.trim()
			.min(1)
			.max(100)
			.regex(/^[^/]*$/, "has a /, which parts a person from their token")
			.meta({ example: "ci" }),
		roles: z.array(TokenRole).min(1).max(roles.length).meta({ description: "No more than you have yourself." }),
		only: z
			.object({ kind: z.enum(componentKinds), name: z.string().min(1).max(200) })
			.optional()
			.meta({ description: "The one component that it is for; absent = all of the account." }),
		expiresAt: z.iso
			.datetime({ offset: true })
			.transform((text) => new Date(text).toISOString())
			.nullable()
			.optional()
			.meta({ description: "ISO 8601 with zone; absent = does not expire." }),
	})
	.meta({ id: "NewToken" });
