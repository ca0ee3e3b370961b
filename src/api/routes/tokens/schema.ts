import { z } from "zod";
import { roles } from "../../../core/access/index.ts";
import { componentKinds } from "../../../core/component/index.ts";
import { Role, Timestamp } from "../../schema.ts";

const Only = z.object({ kind: z.enum(componentKinds), name: z.string().min(1).max(200) });

export const Token = z
	.object({
		id: z.int(),
		name: z.string().meta({ example: "ci" }),
		roles: z.array(Role),
		owner: z.string().nullable().meta({ description: "User who owns it; null for a service.", example: "ada" }),
		only: Only.nullable().meta({ description: "The only component it can access; null for the whole account." }),
		state: z.enum(["active", "expired", "revoked", "void"]).meta({ description: "void: its component was deleted." }),
		source: z.string().meta({ description: "`made`, or the workload rule that issued it.", example: "made" }),
		createdAt: Timestamp,
		expiresAt: Timestamp.nullable(),
		revokedAt: Timestamp.nullable(),
		lastUsedAt: Timestamp.nullable().meta({ description: "Accurate to the minute." }),
	})
	.meta({ id: "Token" });

export const TokenWithSecret = Token.extend({
	secret: z.string().meta({ description: "Shown only in this response." }),
}).meta({
	id: "TokenWithSecret",
});

export const NewToken = z
	.object({
		name: z
			.string()
			.trim()
			.min(1)
			.max(100)
			.regex(/^[^/]*$/, "contains /, which is reserved for users' tokens")
			.regex(/^[^\p{C}\p{Zl}\p{Zp}]*$/u, "contains invisible or text-reversing characters")
			.meta({ example: "ci" }),
		roles: z.array(Role).min(1).max(roles.length).meta({ description: "Only roles that you have." }),
		only: Only.optional().meta({ description: "The only component it can access; the whole account by default." }),
		expiresAt: z.iso
			.datetime({ offset: true })
			.transform((text) => new Date(text).toISOString())
			.nullable()
			.optional()
			.meta({
				description: "ISO 8601 with time zone. By default it does not expire.",
				example: "2027-01-31T00:00:00.000Z",
			}),
	})
	.meta({ id: "NewToken" });

export const ListTokensQuery = z.object({
	owner: z.string().max(200).optional().meta({ description: "User who owns them; `-` for services." }),
	source: z.string().max(200).optional().meta({ description: "`made`, or the workload rule that issued them." }),
});

export const TokenPath = z.object({
	id: z.coerce.number().int().min(1).meta({ description: "Number of the token, as the list shows it.", example: 1 }),
});
