import { z } from "zod";
import { AccountRole, PageQuery, Timestamp } from "../../schema.ts";

export const User = z
	.object({
		name: z.string().meta({ description: "Name to sign in with.", example: "ada" }),
		displayName: z.string(),
		email: z.string().nullable().meta({ example: "ada@example.com" }),
		isOperator: z.boolean().meta({ description: "True for operators, who run the installation." }),
		hasPassword: z.boolean().meta({ description: "False for users who only sign in with a provider." }),
		createdAt: Timestamp,
		updatedAt: Timestamp,
		disabledAt: Timestamp.nullable().meta({ description: "When the user was disabled; null if the user may sign in." }),
	})
	.meta({ id: "User", description: "A user who can sign in." });

export const UserWithAccounts = User.extend({
	accounts: z
		.array(
			z.object({
				name: z.string().meta({ example: "default" }),
				roles: z.array(AccountRole),
				source: z.string().meta({ example: "given" }),
			}),
		)
		.meta({
			description: "Roles by account; the source is `given` for an admin, else the sign-in provider.",
		}),
}).meta({ id: "UserWithAccounts" });

export const ListUsersQuery = z.object({
	text: z.string().max(200).optional().meta({ description: "Part of the name, display name or email address." }),
	...PageQuery,
});

export const UserPath = z.object({
	user: z.string().min(1).max(200).meta({ description: "Name of the user.", example: "admin" }),
});

const DisplayName = z.string().meta({ description: "At most 200 characters.", example: "Ada Lovelace" });
const Email = z.string().nullable().meta({ example: "ada@example.com" });
const Password = z.string().max(2000).meta({
	description: "12 to 1,000 characters; common passwords are refused.",
	example: "correct horse battery staple",
});

export const NewUser = z
	.object({
		name: z
			.string()
			.max(200)
			.meta({ description: "1 to 100 characters of a to z, 0 to 9 and . _ + - @.", example: "ada" }),
		displayName: DisplayName.optional(),
		email: Email.optional(),
		isOperator: z.boolean().optional(),
		password: Password.optional().meta({
			description: "Omit it to generate a password, which only this response shows.",
		}),
	})
	.meta({ id: "NewUser" });

export const MadeUser = User.extend({
	password: z
		.string()
		.nullable()
		.meta({
			description: "The generated password, shown only in this response; null if you set one.",
			examples: [null],
		}),
}).meta({ id: "MadeUser" });

export const UserPatch = z
	.object({
		displayName: DisplayName.optional(),
		email: Email.optional(),
		isOperator: z.boolean().optional(),
		isDisabled: z
			.boolean()
			.optional()
			.meta({ description: "True ends the user's sessions and disables their tokens at once.", example: true }),
	})
	.meta({ id: "UserPatch", description: "Omit a field to keep its current value." });

export const PasswordReset = z
	.object({
		password: Password.optional().meta({
			description: "Omit it to generate a password, which only this response shows.",
		}),
	})
	.meta({ id: "PasswordReset" });

export const PasswordChange = z
	.object({ old: z.string().max(2000).meta({ description: "Your current password." }), password: Password })
	.meta({ id: "PasswordChange" });
