import type { CatalogueEntry } from "./catalogue-entry.ts";

/** The audit and its chain. */
export const auditErrors = {
	"audit-entry-not-found": {
		kind: "not-found",
		text: "There is no audit entry {seq} in account {account}.",
		help: "Run `mci audit list` to see the entries; all accounts share one sequence of numbers.",
	},
	"audit-broken": {
		kind: "conflict",
		text: "The audit differs from what the registry wrote: entry {seq} {problem}.",
		help:
			"Keep the database as it is and compare it with a backup; `mci audit show {seq}` shows the entry as it " +
			"is now.",
	},
} as const satisfies Record<string, CatalogueEntry>;
