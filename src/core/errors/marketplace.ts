import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Publishers and publications. */
export const marketplaceErrors = {
	"publisher-invalid": {
		kind: "invalid",
		text: "The profile of publisher “{name}” is not valid: {problem}.",
		help:
			"Correct it with `mci publisher set`; a name has 1 to 100 visible characters, none of them ; \\ / > < " +
			"& , or a dot.",
	},
	"publisher-exists": {
		kind: "conflict",
		text: "“{name}” is too similar to “{taken}”, which another account publishes as.",
		help: "Choose a name that can't be mistaken for another (`mci publisher set NAME`).",
	},
	"publisher-missing": {
		kind: "not-found",
		text: "Account {account} has no publisher profile yet.",
		help: "Create it with `mci publisher set NAME`, or publish something.",
	},
	"publication-invalid": {
		kind: "invalid",
		text: "This can't be published: {field} {problem}.",
		help: "Fix that and try again. Nothing was published.",
	},
	"publication-exists": {
		kind: "conflict",
		text: "{ref} is already published ({state}).",
		help:
			"Edit it with `mci publication edit {publication}`, or change its state with `mci publication {verb} " +
			"{publication}`.",
	},
	"publication-not-found": {
		kind: "not-found",
		text: "There is no publication {publication} that this account can see.",
		help:
			"Run `mci publication list` to see your publications, or `mci marketplace search` to see those of " + "others.",
	},
	"publication-own": {
		kind: "conflict",
		text: "{ref} is this account's own publication and can't be imported.",
		help: "Use your own component; `mci publication list` lists your publications.",
	},
	"publication-ambiguous": {
		kind: "invalid",
		text: "“{ref}” could be {count} publications: {publications}.",
		help: "Pass the number of one of them (in parentheses), or --kind.",
	},
	"publication-imported": {
		kind: "conflict",
		text: "“{name}” is imported from {publisher}, and only its publisher can publish it.",
		help: "Clone it to publish a version of your own: `{command} clone {name} NEW-NAME`.",
	},
	"publication-revoked": {
		kind: "conflict",
		text: "{ref} is revoked ({reason}) and can't be published.",
		help: "Publish another revision.",
	},
	"publication-pins-head": {
		kind: "conflict",
		text: "{ref} can't be published: it pins {pinned}, and a HEAD can still change.",
		help: "Commit the HEADs first (--commit-heads), or share HEAD itself with account groups ({name}@head).",
	},
	"publication-retracted": {
		kind: "conflict",
		text: "{ref} pins {dependency}, whose publication {publication} was retracted.",
		help: "Reactivate it first (`mci publication reactivate {publication}`), or pin another revision.",
	},
	"publication-needed": {
		kind: "conflict",
		text: "{ref} is needed by other publications: {users}.",
		help: "Retract or narrow those first, or deprecate {ref}, which hides it and keeps it for those that need " + "it.",
	},
	"publication-state": {
		kind: "conflict",
		text: "Publication {publication} of {ref} is {state}: {problem}.",
		help: "{cure}",
	},
} as const satisfies Record<string, CatalogueEntry>;
