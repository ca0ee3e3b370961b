import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Requests to the API and to the command line. */
export const requestErrors = {
	"input-invalid": {
		kind: "invalid",
		text: "The request is not valid: {problem}.",
		help: "Correct the request; /docs describes its fields.",
	},
	"input-too-large": {
		kind: "invalid",
		text: "The request is larger than {limit} bytes.",
		help: "Split it into smaller requests.",
	},
	"rate-limited": {
		kind: "denied",
		text: "Too many {what}.",
		help: "Try again in {seconds} s.",
	},
	"route-not-found": {
		kind: "not-found",
		text: "The address {path} does not exist.",
		help: "See /docs for all addresses.",
	},
	"cursor-invalid": {
		kind: "invalid",
		text: "The page cursor does not belong to this list.",
		help: "Use `next` of the previous page, with the same filters and order.",
	},
	"version-stale": {
		kind: "stale",
		text: "{subject} was changed after you read it (you have version {have}, it is now {now}).",
		help: "Read it again, check what changed, and repeat your change.",
	},
	"version-condition-missing": {
		kind: "invalid",
		text: "A change of {subject} needs If-Match with the version you read.",
		help: "Send If-Match with the ETag that you read, or If-Match: * to overwrite any version.",
	},
	"document-invalid": {
		kind: "invalid",
		text: "{file}:{line}:{column}: {problem}.",
		help: "Run `mci export NAME` to see the format of the file.",
	},
	"server-unreachable": {
		kind: "unavailable",
		text: "No registry answers at {url}: {problem}.",
		help: "Start one with `mci serve`, set MCI_URL to its address, or use the embedded registry with --data DIR.",
	},
	internal: {
		kind: "internal",
		text: "An unexpected error occurred in the registry.",
		help: "Look up id {id} in the server's log.",
	},
} as const satisfies Record<string, CatalogueEntry>;
