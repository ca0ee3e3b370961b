import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Notifications, webhooks and their deliveries. */
export const webhookErrors = {
	"notification-not-found": {
		kind: "not-found",
		text: "There is no notification {notification} in account {account}.",
		help: "Run `mci notification list` to see the notifications; they are deleted after 90 days.",
	},
	"webhook-not-found": {
		kind: "not-found",
		text: "There is no webhook “{webhook}” in account {account}.",
		help: "Run `mci webhook list` to see the webhooks.",
	},
	"webhook-exists": {
		kind: "conflict",
		text: "Webhook “{webhook}” already exists.",
		help: "Edit it (`mci webhook edit {webhook}`), or choose another name.",
	},
	"webhook-invalid": {
		kind: "invalid",
		text: "Webhook “{webhook}” is not valid: {problem}.",
		help:
			"Give it a name, events, and an http or https URL that the server can reach; private addresses need " +
			"`mci serve --allow-private-webhooks`.",
	},
	"delivery-not-found": {
		kind: "not-found",
		text: "Webhook “{webhook}” has no delivery {delivery}.",
		help: "Run `mci webhook deliveries {webhook}` to see the deliveries; they are deleted after 90 days.",
	},
} as const satisfies Record<string, CatalogueEntry>;
