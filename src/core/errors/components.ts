import type { CatalogueEntry } from "./catalogue-entry.ts";

/** MultiCloud Images, ServerTemplates and scripts: their names, and what they have in common. */
export const componentErrors = {
	"component-name-invalid": {
		kind: "invalid",
		text: "“{name}” is not a valid name: {problem}.",
		help: "Use 1 to 200 characters without / and @.",
	},
	"component-invalid": {
		kind: "invalid",
		text: "“{name}” is not valid: {problem}.",
		help: "Fix that and try again.",
	},
	"component-used": {
		kind: "conflict",
		text: "“{name}” can't be deleted while it is in use: {users}.",
		help: "Remove these uses first; “usages” lists all of them.",
	},
	"component-imported": {
		kind: "conflict",
		text: "“{name}” is imported from {publisher}, so it is read-only.",
		help:
			"Clone it (`{command} clone {name} NEW-NAME`) and edit the clone; you can merge later changes of " +
			"{publisher} into it.",
	},
	"name-kept": {
		kind: "conflict",
		text: "“{name}” is a former name of “{now}”, and still refers to it until {until}.",
		help: "Choose another name, or release this one with `{command} rename {now} {now} --forget-former-names`.",
	},
	"mci-not-found": {
		kind: "not-found",
		text: "There is no MultiCloud Image “{name}” in account {account}.",
		help: "Check the spelling and the case; `mci list` lists the MultiCloud Images.",
	},
	"name-differs-in-case": {
		kind: "conflict",
		text: "“{name}” differs only in case from “{other}”, which already exists.",
		help: "Use “{other}”, or choose a name that differs in more than case.",
	},
	"mci-exists": {
		kind: "conflict",
		text: "MultiCloud Image “{name}” already exists.",
		help: "Choose another name, or edit the existing one.",
	},
	"template-not-found": {
		kind: "not-found",
		text: "There is no ServerTemplate “{name}” in account {account}.",
		help: "Check the spelling and the case; `mci template list` lists the templates.",
	},
	"template-exists": {
		kind: "conflict",
		text: "ServerTemplate “{name}” already exists.",
		help: "Choose another name, or edit the existing one.",
	},
	"script-not-found": {
		kind: "not-found",
		text: "There is no script “{name}” in account {account}.",
		help: "Check the spelling and the case; `mci script list` lists the scripts.",
	},
	"script-exists": {
		kind: "conflict",
		text: "Script “{name}” already exists.",
		help: "Choose another name, or edit the existing one.",
	},
} as const satisfies Record<string, CatalogueEntry>;
