import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Vendors' lists, and fetching them. */
export const upstreamErrors = {
	"upstream-format-unknown": {
		kind: "invalid",
		text: "{file} is not in a format that can be imported.",
		help: "Name its format with --format; `mci upstream formats` lists the formats.",
	},
	"upstream-format-ambiguous": {
		kind: "invalid",
		text: "{file} matches more than one format: {formats}.",
		help: "Name its format with --format.",
	},
	"upstream-format-missing": {
		kind: "not-found",
		text: "There is no upstream format “{format}”.",
		help: "Run `mci upstream formats` to see the formats.",
	},
	"upstream-file-malformed": {
		kind: "invalid",
		text: "{file}:{line}:{column}: {problem}.",
		help: "Fix the file or download it again; it may be truncated. Nothing was imported.",
	},
	"upstream-file-unclear": {
		kind: "invalid",
		text: "{file}:{line}:{column}: {problem}.",
		help: "{cure}. Nothing was imported.",
	},
	"upstream-file-too-large": {
		kind: "invalid",
		text: "{file} is larger than {limit} bytes.",
		help: "Split the file into parts. Nothing was imported.",
	},
	"upstream-file-unusable": {
		kind: "invalid",
		text: "No row of {file} could be imported.",
		help: "See “skipped” for the reason for each row. Nothing was imported.",
	},
	"upstream-option-invalid": {
		kind: "invalid",
		text: "Option {option} of format {format} is not valid: {problem}.",
		help: "Run `mci upstream formats` to see the options of each format.",
	},
	"upstream-not-found": {
		kind: "not-found",
		text: "There is no upstream “{upstream}”.",
		help: "Run `mci upstream list` to see the upstreams, or `mci upstream add` to add one.",
	},
	"upstream-exists": {
		kind: "conflict",
		text: "Upstream “{upstream}” already exists.",
		help: "Sync the existing one, or choose another name.",
	},
	"upstream-invalid": {
		kind: "invalid",
		text: "Upstream “{upstream}” can't be added: {problem}.",
		help: "Give it a name and an http or https URL.",
	},
	"fetch-failed": {
		kind: "unavailable",
		text: "{url} can't be fetched: {problem}.",
		help: "Try again; nothing was changed.",
	},
	"fetch-refused": {
		kind: "denied",
		text: "{url} may not be fetched: {problem}.",
		help: "Use a public http or https address; private ones need `mci serve --allow-private-upstreams`.",
	},
} as const satisfies Record<string, CatalogueEntry>;
