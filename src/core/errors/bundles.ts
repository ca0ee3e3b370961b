import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Bundles, feeds, and the keys that sign them. */
export const bundleErrors = {
	"bundle-invalid": {
		kind: "invalid",
		text: "The bundle or feed is not valid: {place} {problem}.",
		help:
			"Get it again from the publisher; `mci bundle verify FILE` checks a bundle without importing it. " +
			"Nothing was imported.",
	},
	"bundle-key-unknown": {
		kind: "denied",
		text: "The bundle or feed is signed with key {key}, which is not trusted here.",
		help:
			"Get the fingerprint from the publisher over another channel. If it matches, pass it with --key. If it " +
			"replaces a key that you already trust, run `mci bundle replace-key OLD NEW`.",
	},
	"bundle-tampered": {
		kind: "invalid",
		text: "The bundle or feed is not what the owner of key {key} signed: {problem}.",
		help: "Get it again from the publisher. Nothing was imported.",
	},
	"signing-key-absent": {
		kind: "not-found",
		text: "Account {account} has no signing key.",
		help: "Run `mci bundle key` to create it.",
	},
	"publisher-key-invalid": {
		kind: "invalid",
		text: "“{key}” is not a key's fingerprint.",
		help: "Copy it as the publisher shows it: sha256: and 64 hex digits.",
	},
	"publisher-key-not-found": {
		kind: "not-found",
		text: "The key {key} is not trusted here.",
		help: "Run `mci bundle keys` to see the trusted keys.",
	},
	"publisher-key-other": {
		kind: "conflict",
		text: "The key {key} is trusted for {other}, and the key to replace belongs to {publisher}.",
		help: "Compare both keys with those that their publishers show; `mci bundle distrust` removes a trusted key.",
	},
	"publisher-key-same": {
		kind: "conflict",
		text: "The key {key} can't replace itself.",
		help: "Pass the old key first, then the publisher's new key.",
	},
	"feed-invalid": {
		kind: "invalid",
		text: "Feed “{feed}” is not valid: {problem}.",
		help: "Fix that and try again.",
	},
	"feed-exists": {
		kind: "conflict",
		text: "Feed “{feed}” already exists.",
		help: "Sync the existing one, or choose another name.",
	},
	"feed-not-found": {
		kind: "not-found",
		text: "There is no feed “{feed}”.",
		help: "Run `mci feed list` to see the feeds, or `mci feed add` to add one.",
	},
	"feed-offer-absent": {
		kind: "not-found",
		text: "Feed “{feed}” does not offer {ref}: it is not listed, or it is deprecated, retracted or revoked.",
		help: "Run `mci feed sync {feed}` to read the feed again, then `mci feed show {feed}` to see what it offers.",
	},
	"feed-replayed": {
		kind: "conflict",
		text:
			"The feed of {publisher} returned index {sequence} after index {seen}: it is older, or a different " +
			"index with the same number.",
		help:
			"Try again later, because a mirror can lag behind, or use the publisher's own feed. Nothing was " + "imported.",
	},
	"feed-expired": {
		kind: "conflict",
		text: "The feed of {publisher} has an index that expired at {expires}.",
		help:
			"Ask the publisher to publish the feed again (`mci feed publish`). If a newer index exists, the server " +
			"of the feed withholds it. Nothing was imported.",
	},
	"export-nothing": {
		kind: "not-found",
		text: "Account {account} has no publication to export for {what}.",
		help: "Publish it first; bundles and feeds contain only publications.",
	},
} as const satisfies Record<string, CatalogueEntry>;
