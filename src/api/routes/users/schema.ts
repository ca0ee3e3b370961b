import { z } from "zod";
import { AccountRole, Moment, PageQuery } from "../../schema.ts";

export const User = z
	.object({
		name: z.string().meta({ description: "What they sign in with.", example: "ada" }),
		displayName: z.string(),
		email: z.string().nullable(),
		isOperator: z.boolean().meta({ description: "Keeps the installation: its accounts, users and sign-in." }),
		hasPassword: z.boolean().meta({ description: "False for who signs in through a provider alone." }),
		createdAt: Moment,
		updatedAt: Moment,
		disabledAt: Moment.nullable().meta({ description: "Null = may sign in." }),
	})
	.meta({ id: "User", description: "A person who signs in." });

export const UserWithAccounts = User.extend({
	accounts: z.array(z.object({ name: z.string(), roles: z.array(AccountRole), source: z.string() })).meta({
		description: "What they are in which account; source is `given` by an admin, or the sign-in provider that said so.",
	}),
}).meta({ id: "UserWithAccounts" });

export const ListUsersQuery = z.object({
	text: z.string().max(200).optional().meta({ description: "Part of the name, display name or e-mail address." }),
	...PageQuery,
});

export const UserPath = z.object({
	user: z.string().min(1).max(200).meta({ description: "Name of the user.", example: "admin" }),
});

const DisplayName = z.string().meta({ description: "At most 200 characters.", example: "Ada Lovelace" });
const Email = z.string().nullable().meta({ example: "ada@example.com" });
const Password = z.string().max(2000).meta({ description: "12 to 1,000 characters that nobody guesses." });

export const NewUser = z
	.object({
		name: z.string().max(200).meta({ description: "1 to 100 of a to z, 0 to 9 and . _ + - @.", example: "ada" }),
		displayName: DisplayName.optional(),
		email: Email.optional(),
		isOperator: z.boolean().optional(),
		password: Password.optional().meta({ description: "Absent = one is generated, and shown in this answer alone." }),
	})
	.meta({ id: "NewUser" });

export const MadeUser = User.extend({
	password: z
		.string()
		.nullable()
		.meta({ description: "The one that was generated, shown this once; null where one was given." }),
}).meta({ id: "MadeUser" });

export const UserPatch = z
	.object({
		displayName: DisplayName.optional(),
		email: Email.optional(),
		isOperator: z.boolean().optional(),
		isDisabled: z
			.boolean()
			.optional()
			.meta({ description: "true ends their sessions at once, and no token of theirs works." }),
	})
	.meta({ id: "UserPatch", description: "Absent = stays." });

export const PasswordReset = z
	.object({
		password: Password.optional().meta({ description: "Absent = one is generated, and shown in this answer alone." }),
	})
	.meta({ id: "PasswordReset" });

export const PasswordChange = z
	.object({ old: z.string().max(2000).meta({ description: "The one you have." }), password: Password })
	.meta({ id: "PasswordChange" });
