import type { CatalogueEntry } from "./catalogue-entry.ts";

/** Channels and who may move them. */
export const channelErrors = {
	"channel-invalid": {
		kind: "invalid",
		text: "Channel “{channel}” is not valid: {problem}.",
		help:
			"Use a name such as production or candidate-2, the guards commits and lint, and the movers role:admin, " +
			"user:NAME or token:NAME.",
	},
	"channel-not-found": {
		kind: "not-found",
		text: "“{name}” has no channel “{channel}”; it has {available}.",
		help: "Use one of its channels, a revision number, @latest or @head.",
	},
	"channel-restricted": {
		kind: "denied",
		text: "You ({you}) may not move channel “{channel}” of “{name}”; only {movers} may.",
		help: "Ask one of them to move it, or ask an admin to change who may (`mci channel restrict`).",
	},
	"channel-guarded": {
		kind: "conflict",
		text: "Channel “{channel}” of “{name}” can't be moved to {ref}: {problem}.",
		help: "Choose another revision, fix this one, or change the channel's guards (`mci channel restrict`).",
	},
	"channel-moved": {
		kind: "stale",
		text: "Channel “{channel}” of “{name}” was moved by someone else in the meantime.",
		help: "Check where it points now, and repeat your move if it is still right.",
	},
	"channel-no-way-back": {
		kind: "conflict",
		text: "Channel “{channel}” of “{name}” has no earlier revision to go back to.",
		help: "Run `mci channel history {name} {channel}` to see where it has been.",
	},
} as const satisfies Record<string, CatalogueEntry>;
