import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Accounts, users and members. */
export const accountErrors = {
	"account-name-invalid": {
		kind: "invalid",
		text: "“{name}” is not a valid account name: {problem}.",
		help: "Use 1 to 100 visible characters without / and @.",
	},
	"account-exists": {
		kind: "conflict",
		text: "Account “{account}” already exists.",
		help: "Choose another name.",
	},
	"account-invalid": {
		kind: "invalid",
		text: "Account “{account}” is not valid: {problem}.",
		help: "Fix that and try again.",
	},
	"account-not-found": {
		kind: "not-found",
		text: "There is no account “{account}”, or you have no access to it.",
		help: "Leave the account out to use your own.",
	},
	"account-none": {
		kind: "denied",
		text: "“{user}” is not a member of any account.",
		help: "Ask an admin of an account to add you (`mci member add {user} --roles ROLES`).",
	},
	"user-name-invalid": {
		kind: "invalid",
		text: "“{name}” is not a valid user name: {problem}.",
		help: "Use 1 to 100 of a to z, 0 to 9 and . _ + - @, such as ada or ada@example.com.",
	},
	"user-exists": {
		kind: "conflict",
		text: "User “{user}” already exists.",
		help: "Choose another name, or use the existing user.",
	},
	"user-name-taken": {
		kind: "conflict",
		text: "“{user}” is the name of a service's token, so a user can't have it.",
		help: "Choose another name, or revoke that token first (`mci token list`, `mci token revoke`).",
	},
	"user-not-found": {
		kind: "not-found",
		text: "There is no user “{user}”.",
		help: "Ask an operator to create the user (`mci user create {user}`).",
	},
	"user-invalid": {
		kind: "invalid",
		text: "User “{user}” is not valid: {problem}.",
		help: "Fix that and try again.",
	},
	"user-last-operator": {
		kind: "conflict",
		text: "“{user}” is the last operator who can sign in.",
		help: "Make another user an operator first (`mci user operator NAME`).",
	},
	"member-not-found": {
		kind: "not-found",
		text: "“{user}” is not a member of account {account}.",
		help: "Run `mci member list` to see the members.",
	},
	"member-last-admin": {
		kind: "conflict",
		text: "“{user}” is the last admin of account {account}.",
		help: "Make another member an admin first (`mci member set NAME --roles admin`).",
	},
	"member-of-provider": {
		kind: "conflict",
		text: "“{user}” is a member of account {account} through {source}, and can't be removed here.",
		help: "Remove the user from the group at the provider; the roles end at the next sign-in.",
	},
} as const satisfies Record<string, CatalogueEntry>;
