import { z } from "zod";
import { roles } from "../../../core/access/index.ts";
import { componentKinds } from "../../../core/component/index.ts";
import { Moment, Role } from "../../schema.ts";

const Only = z.object({ kind: z.enum(componentKinds), name: z.string().min(1).max(200) });

export const Token = z
	.object({
		id: z.int(),
		name: z.string(),
		roles: z.array(Role),
		owner: z.string().nullable().meta({ description: "The person whose it is; null = a service's." }),
		only: Only.nullable().meta({ description: "The one component that it is for; null = all of the account." }),
		state: z
			.enum(["active", "expired", "revoked", "void"])
			.meta({ description: "void = the component that it was for is gone." }),
		source: z.string().meta({ description: "`made`, or the workload rule that gave it." }),
		createdAt: Moment,
		expiresAt: Moment.nullable(),
		revokedAt: Moment.nullable(),
		lastUsedAt: Moment.nullable().meta({ description: "To the minute." }),
	})
	.meta({ id: "Token" });

export const TokenWithSecret = Token.extend({ secret: z.string().meta({ description: "Shown this once." }) }).meta({
	id: "TokenWithSecret",
});

export const NewToken = z
	.object({
		name: z
			.string()
			.trim()
			.min(1)
			.max(100)
			.regex(/^[^/]*$/, "has a /, which parts a person from their token")
			.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, "has characters that are not seen, or that turn text around")
			.meta({ example: "ci" }),
		roles: z.array(Role).min(1).max(roles.length).meta({ description: "No more than you have yourself." }),
		only: Only.optional().meta({ description: "The one component that it is for; absent = all of the account." }),
		expiresAt: z.iso
			.datetime({ offset: true })
			.transform((text) => new Date(text).toISOString())
			.nullable()
			.optional()
			.meta({ description: "ISO 8601 with zone; absent = does not expire." }),
	})
	.meta({ id: "NewToken" });

export const ListTokensQuery = z.object({
	owner: z.string().max(200).optional().meta({ description: "The person whose they are; `-` = those of services." }),
	source: z.string().max(200).optional().meta({ description: "`made`, or the workload rule that gave them." }),
});

export const TokenPath = z.object({
	id: z.coerce.number().int().min(1).meta({ description: "Number of the token, as the list shows it.", example: 1 }),
});
