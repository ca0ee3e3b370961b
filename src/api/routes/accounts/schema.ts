import { z } from "zod";
import { PageQuery, Timestamp } from "../../schema.ts";

export const Account = z
	.object({
		name: z.string().meta({ example: "acme" }),
		description: z.string(),
		createdAt: Timestamp,
		members: z.int().meta({ description: "Number of users with roles in it." }),
	})
	.meta({ id: "Account", description: "A tenant. Nobody outside it sees its contents." });

export const ListAccountsQuery = z.object({
	text: z
		.string()
		.max(200)
		.optional()
		.meta({ description: "Part of the name or description, ignoring the case of A to Z." }),
	...PageQuery,
});

export const AccountPath = z.object({
	account: z.string().min(1).max(200).meta({ description: "Name of the account.", example: "default" }),
});

export const NewAccount = z
	.object({
		name: z.string().max(200).meta({ description: "1 to 100 visible characters, without / and @.", example: "acme" }),
		description: z.string().optional(),
		admin: z.string().max(200).optional().meta({
			description: "User who becomes its first member, with all roles. Omit it to create an admin token instead.",
			example: "ada",
		}),
	})
	.meta({ id: "NewAccount" });

export const MadeAccount = Account.extend({
	token: z
		.object({
			id: z.int(),
			name: z.string().meta({ example: "admin" }),
			secret: z.string().meta({ description: "Shown only in this response." }),
		})
		.nullable()
		.meta({ description: "The account's admin token; null if a user was named." }),
}).meta({ id: "MadeAccount" });

export const AccountPatch = z.object({ description: z.string() }).meta({ id: "AccountPatch" });
