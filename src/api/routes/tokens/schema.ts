import { z } from "zod";
import { Moment } from "../../schema.ts";

const Role = z
	.enum(["reader", "writer", "admin"])
	.meta({ description: "reader looks and resolves · writer also changes · admin also makes and revokes tokens." });

export const Token = z
	.object({
		id: z.int(),
		name: z.string(),
		role: Role,
		createdAt: Moment,
		expiresAt: Moment.nullable(),
		revokedAt: Moment.nullable(),
		lastUsedAt: Moment.nullable().meta({ description: "To the minute." }),
	})
	.meta({ id: "Token" });

export const TokenWithSecret = Token.extend({ secret: z.string().meta({ description: "Shown this once." }) }).meta({ id: "TokenWithSecret" });

export const NewToken = z
	.object({
		name: z.string().trim().min(1).max(100).meta({ example: "ci" }),
		role: Role,
		expiresAt: z.iso
			.datetime({ offset: true })
			.transform((text) => new Date(text).toISOString())
			.nullable()
			.optional()
			.meta({ description: "ISO 8601 with zone; absent = does not expire." }),
	})
	.meta({ id: "NewToken" });
