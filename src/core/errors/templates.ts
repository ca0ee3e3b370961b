import type { CatalogueEntry } from "./catalogue-entry.ts";

/** ServerTemplates: the MCIs, scripts and inputs on them. */
export const templateErrors = {
	"template-pins-head": {
		kind: "conflict",
		text: "Template “{name}” can't be committed: it pins {pinned}, and a HEAD can still change.",
		help:
			"Commit the pinned HEADs with it (--with-head-dependencies), pin commits instead (`mci template " +
			"swap-mci`, `mci template swap-script`), or keep the HEADs with a permanent warning (--allow-head).",
	},
	"pin-invalid": {
		kind: "invalid",
		text: "Template “{name}” can't pin {pinned}: {problem}.",
		help: "Pin an existing revision; `mci log NAME` and `mci script log NAME` list the revisions.",
	},
	"template-mci-duplicate": {
		kind: "conflict",
		text: "Template “{name}” can't have two revisions of “{mci}”: {mci}@{at} and {mci}@{and}.",
		help: "Choose one of them; `mci template swap-mci {name} {mci}@N` replaces the one on the template.",
	},
	"template-default-missing": {
		kind: "invalid",
		text: "Template “{name}” needs exactly one default MCI: {problem}.",
		help: "Name the default with --default MCI; servers use it unless they request another MCI.",
	},
	"template-default-removed": {
		kind: "conflict",
		text: "“{mci}” is the default MCI of template “{name}” and can't be removed.",
		help:
			"Make another MCI the default first (`mci template set-default {name} MCI`), or replace the whole list " +
			"with `mci template set-mcis`.",
	},
	"template-mci-last": {
		kind: "conflict",
		text: "“{mci}” is the last MCI of template “{name}” and can't be removed.",
		help: "Add another MCI first, or replace this one with `mci template swap-mci {name} {mci} OTHER`.",
	},
	"template-mci-absent": {
		kind: "not-found",
		text: "MCI “{mci}” is not on template “{name}”.",
		help: "Run `mci template show {name}@head` to see its MCIs.",
	},
	"template-script-absent": {
		kind: "not-found",
		text: "Template “{name}” has no {sequence} script “{script}”.",
		help: "Run `mci template show {name}@head` to see its scripts.",
	},
	"template-input-absent": {
		kind: "not-found",
		text: "Template “{name}” does not set input {input}.",
		help: "Run `mci template show {name}@head` to see its inputs and where each value comes from.",
	},
	"swap-refused": {
		kind: "conflict",
		text: "{ref} can't be swapped into {count}: {problems}.",
		help:
			"Fix these templates, or name the others with --templates; “templates” has the reason for each. " +
			"Nothing was changed.",
	},
} as const satisfies Record<string, CatalogueEntry>;
