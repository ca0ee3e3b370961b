import type { CatalogueEntry } from "./catalogue-entry.ts";

/** The server process, its database and its secrets. */
export const installationErrors = {
	"listen-failed": {
		kind: "unavailable",
		text: "The registry can't listen on {address}: {problem}.",
		help: "Choose a free port with --port, and an address of this machine with --host.",
	},
	"database-unavailable": {
		kind: "unavailable",
		text: "The database can't be used: {problem}.",
		help: "Check --data or --database-url, and that no other process has locked the database.",
	},
	"database-not-empty": {
		kind: "conflict",
		text: "The target database already contains a registry.",
		help: "Use an empty database. Nothing was copied.",
	},
	"database-newer": {
		kind: "unsupported",
		text: "The database was written by a newer version (migration {migration}).",
		help: "Start that version or a newer one; a database can't be downgraded.",
	},
	"secret-key-missing": {
		kind: "unavailable",
		text: "The key that encrypts stored secrets can't be used: {problem}.",
		help:
			"Restore the file secret-key from a backup, or set MCI_SECRET_KEY to the same key on all servers of " +
			"this registry.",
	},
	"secret-unreadable": {
		kind: "unavailable",
		text: "The stored secret “{context}” can't be decrypted: {problem}.",
		help: "Add the key that encrypted it to MCI_SECRET_KEY_PREVIOUS, or set the secret again.",
	},
} as const satisfies Record<string, CatalogueEntry>;
