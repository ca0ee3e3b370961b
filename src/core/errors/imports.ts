import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Imported components and subscriptions. */
export const importErrors = {
	"import-differs": {
		kind: "conflict",
		text: "{ref} can't be imported: {problem}.",
		help: "Ask the publisher which of the two is genuine, because a commit never changes. Nothing was imported.",
	},
	"import-own": {
		kind: "conflict",
		text: "{ref} can't be imported: “{name}” is this account's own, and {problem}.",
		help: "Commit to your own component instead. Nothing was imported.",
	},
	"import-publisher": {
		kind: "conflict",
		text: "“{name}” is imported from {publisher}, and this revision comes from {other}.",
		help:
			"Check who published it; to import it from {other}, delete the existing import first. Nothing was " + "imported.",
	},
	"import-unavailable": {
		kind: "conflict",
		text: "{ref} can't be imported: {problem}.",
		help: "Run `mci marketplace show PUBLISHER/NAME` to see which revisions are published. Nothing was imported.",
	},
	"import-none": {
		kind: "conflict",
		text: "“{name}” is this account's own component, not an import.",
		help: "Run `mci imports list` to see the imports and their publishers.",
	},
	"import-by-feed": {
		kind: "conflict",
		text: "The newer revision of “{name}” is {ref} in feed {feed}.",
		help: "Import it with `mci feed import {feed} {ref} --kind {kind}`.",
	},
	"import-newest": {
		kind: "conflict",
		text: "There is no newer revision of “{name}” to import: {problem}.",
		help:
			"Run `mci imports list` to see available updates, or import an older revision with `mci marketplace " +
			"import PUBLISHER/NAME@N`.",
	},
	"import-name-taken": {
		kind: "conflict",
		text: "Nothing was imported, because these names are taken: {names}.",
		help: "Choose other names with {cure}, or rename the components that have them.",
	},
	"subscription-not-found": {
		kind: "not-found",
		text: "This account has no subscription to “{name}”.",
		help: "Run `mci imports subscriptions` to see the subscriptions.",
	},
} as const satisfies Record<string, CatalogueEntry>;
