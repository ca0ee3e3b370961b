import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Account groups and invitations to them. */
export const accountGroupErrors = {
	"group-invalid": {
		kind: "invalid",
		text: "Account group “{name}” is not valid: {problem}.",
		help: "Fix that and try again; a name has 1 to 100 visible characters without commas and /.",
	},
	"group-exists": {
		kind: "conflict",
		text: "Account group “{group}” already exists.",
		help: "Choose another name, or use the existing one.",
	},
	"group-not-found": {
		kind: "not-found",
		text: "There is no account group “{group}” in account {account}.",
		help: "Run `mci group list` to see the account's groups and those that it joined.",
	},
	"group-has-members": {
		kind: "conflict",
		text: "Account group “{group}” can't be deleted while it has members: {members}.",
		help: "Remove them first (`mci group remove {group} ACCOUNT`); they keep what they imported.",
	},
	"group-member-not-found": {
		kind: "not-found",
		text: "Account “{member}” is not in group “{group}”.",
		help: "Run `mci group members {group}` to see its members.",
	},
	"group-own": {
		kind: "conflict",
		text: "The invitation is to “{group}”, which is this account's own group.",
		help: "Accept it in the account that you invited (`mci group accept CODE`). The code is still valid.",
	},
	"group-joined": {
		kind: "conflict",
		text: "This account is already in group “{group}”.",
		help: "Nothing to do; the code is still valid for another account.",
	},
	"invitation-invalid": {
		kind: "invalid",
		text: "The invitation code is mistyped, used, revoked or older than six days.",
		help: "Ask whoever invited you for a new code (`mci group invite`).",
	},
	"invitation-not-found": {
		kind: "not-found",
		text: "Group “{group}” has no open invitation {invitation}.",
		help: "Run `mci group invitations {group}` to see the open invitations and their numbers.",
	},
} as const satisfies Record<string, CatalogueEntry>;
