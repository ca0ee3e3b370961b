import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Tokens, sessions, passwords and permissions. */
export const accessErrors = {
	"token-missing": {
		kind: "unauthenticated",
		text: "This request needs a token.",
		help:
			"Send Authorization: Bearer TOKEN, or set MCI_TOKEN for the command line. The first start saved an " +
			"admin token in the data directory (admin-token).",
	},
	"token-invalid": {
		kind: "unauthenticated",
		text: "The token is unknown, expired or revoked.",
		help: "Ask an admin for a new one (`mci token create`).",
	},
	"token-not-found": {
		kind: "not-found",
		text: "There is no token {token}.",
		help: "Run `mci token list` to see the tokens.",
	},
	"token-roles": {
		kind: "denied",
		text: "A token can't have a role that you don't have: {roles} (you have {has}).",
		help: "Leave it out, or ask an admin of the account for the role first.",
	},
	"token-narrowed": {
		kind: "denied",
		text: "This token works only for “{name}”.",
		help: "Use a token for the whole account (`mci token create` without --only).",
	},
	"token-name-taken": {
		kind: "conflict",
		text: "“{name}” is the name of a user, so a service's token can't have it.",
		help: "Name the token after what uses it, such as deploy-pipeline.",
	},
	"token-last-admin": {
		kind: "conflict",
		text: "Token {token} is the account's last admin token, and no user is an admin of the account.",
		help: "Create another admin token first, or make a user an admin (`mci member add NAME --roles admin`).",
	},
	"session-ended": {
		kind: "unauthenticated",
		text: "Your session has ended.",
		help: "Sign in again.",
	},
	"session-not-found": {
		kind: "not-found",
		text: "You have no session {session}.",
		help: "Run `mci session list` to see your sessions.",
	},
	"sign-in-refused": {
		kind: "unauthenticated",
		text: "Wrong name or password, or this user may not sign in.",
		help: "Check both and try again, or ask an operator of the registry to set a new password.",
	},
	"password-invalid": {
		kind: "invalid",
		text: "The password is not valid: {problem}.",
		help: "Use 12 to 1,000 characters, such as a few random words.",
	},
	"password-wrong": {
		kind: "denied",
		text: "The current password is wrong.",
		help: "Try again, or ask an operator of the registry to set a new password.",
	},
	"person-needed": {
		kind: "denied",
		text: "Only users can do this, and “{name}” is not one.",
		help: "Sign in as a user (`mci login URL --user NAME`).",
	},
	"permission-denied": {
		kind: "denied",
		text: "You may not {act}.",
		help: "This needs the role {roles}, and you have {has}. Ask an admin of the account for the role.",
	},
	"cross-site": {
		kind: "denied",
		text: "The change was refused, because a page of another site ({from}) requested it.",
		help: "Make the change on the registry's own page, or use a token.",
	},
} as const satisfies Record<string, CatalogueEntry>;
