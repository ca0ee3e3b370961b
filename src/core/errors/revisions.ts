import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Revisions of a component: references to them, HEAD, commits, merges and patches. */
export const revisionErrors = {
	"reference-invalid": {
		kind: "invalid",
		text: "“{ref}” is not a valid reference: {problem}.",
		help:
			"Write [account/]name for the newest commit, or add @N, @head, @latest, @channel, @release:VERSION or " +
			"@~VERSION.",
	},
	"release-not-found": {
		kind: "not-found",
		text: "“{name}” has no {wanted}: {available}.",
		help: "Name one of them, or a revision by its number; `mci log` lists both.",
	},
	"revision-not-found": {
		kind: "not-found",
		text: "“{name}” has no revision {revision}; it has {available}.",
		help: "Run `{command} log {name}` to see its revisions.",
	},
	"nothing-committed": {
		kind: "not-found",
		text: "“{name}” has no commit yet, so there is no @latest.",
		help: "Commit its HEAD (`{command} commit {name} -m MESSAGE`), or use {name}@head.",
	},
	"commits-held-back": {
		kind: "not-found",
		text: "Every commit of “{name}” is held back by its publisher ({heldBack}), so there is no @latest.",
		help: "Name the commit that you want, such as {name}@{revision}; `{command} log {name}` lists them.",
	},
	"nothing-to-commit": {
		kind: "conflict",
		text: "Nothing to commit: HEAD of “{name}” equals revision {revision}.",
		help: "Edit HEAD first; `{command} diff {name}` shows what a commit would contain.",
	},
	"message-missing": {
		kind: "invalid",
		text: "A commit needs a message.",
		help: "Pass one with -m that says what changes for those who use the commit.",
	},
	"message-invalid": {
		kind: "invalid",
		text: "The commit message is not valid: {problem}.",
		help: "Correct the text and commit again.",
	},
	"lint-errors": {
		kind: "conflict",
		text: "“{name}” can't be committed: lint finds {count} ({first}).",
		help:
			"Run `{command} lint {name}@head` to see how to fix them, or commit anyway with --override-lint " +
			"REASON, which is recorded in the commit.",
	},
	"head-stale": {
		kind: "stale",
		text: "HEAD of “{name}” was changed after you read it (you have version {have}, it is now {now}).",
		help: "Read HEAD again, check what changed, and repeat your change.",
	},
	"head-busy": {
		kind: "unavailable",
		text: "“{name}” could not be changed, because others kept changing it.",
		help: "Try again; nothing was changed.",
	},
	"head-condition-missing": {
		kind: "invalid",
		text: "A change of “{name}” needs If-Match with the version of HEAD that you read.",
		help: "Send If-Match with the ETag of the HEAD that you read, or If-Match: * to overwrite any version.",
	},
	"undo-nothing": {
		kind: "conflict",
		text: "HEAD of “{name}” has no edit to undo: {problem}.",
		help:
			"Run `mci audit list --name {name}` to see its changes, or `{command} restore {name} N` to set HEAD to " +
			"a revision.",
	},
	"merge-conflicts": {
		kind: "conflict",
		text: "{from} can't be merged into “{name}” without answers: both sides changed {paths}.",
		help:
			"Answer each conflict with --resolve PATH=ours, PATH=theirs or PATH=VALUE; “conflicts” shows both " +
			"sides. Nothing was changed.",
	},
	"merge-answer-invalid": {
		kind: "invalid",
		text: "The answer for “{path}” is not valid: {problem}.",
		help: "Answer only places that are in conflict, each with ours, theirs or a valid value.",
	},
	"patch-rejected": {
		kind: "conflict",
		text: "The patch does not apply to HEAD of “{name}”: it expects other values at {paths}.",
		help:
			"Compare the expected and the current values in “rejected”, and create the patch again. Nothing was " +
			"changed.",
	},
} as const satisfies Record<string, CatalogueEntry>;
