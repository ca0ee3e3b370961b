import { z } from "zod";
import { Moment, PageQuery } from "../../schema.ts";

export const Account = z
	.object({
		name: z.string().meta({ example: "acme" }),
		description: z.string(),
		createdAt: Moment,
		members: z.int().meta({ description: "How many people have roles in it." }),
	})
	.meta({ id: "Account", description: "A tenant: what belongs to it is seen by nobody else." });

export const ListAccountsQuery = z.object({
	text: z
		.string()
		.max(200)
		.optional()
		.meta({ description: "Part of the name or description; case of A to Z doesn't matter." }),
	...PageQuery,
});

export const AccountPath = z.object({
	account: z.string().min(1).max(200).meta({ description: "Name of the account.", example: "default" }),
});

export const NewAccount = z
	.object({
		name: z
			.string()
			.max(200)
			.meta({ description: "1 to 100 characters that everybody can read, none of / and @.", example: "acme" }),
		description: z.string().optional(),
		admin: z.string().max(200).optional().meta({
			description:
				"User who becomes its first member, with all roles; absent = a token with all roles is made instead.",
			example: "ada",
		}),
	})
	.meta({ id: "NewAccount" });

export const MadeAccount = Account.extend({
	token: z
		.object({ id: z.int(), name: z.string(), secret: z.string().meta({ description: "Shown this once." }) })
		.nullable()
		.meta({ description: "The account's admin token, where no user was named." }),
}).meta({ id: "MadeAccount" });

export const AccountPatch = z.object({ description: z.string() }).meta({ id: "AccountPatch" });
