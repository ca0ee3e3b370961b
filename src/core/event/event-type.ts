import { compareText } from "../../base/compare-text.ts";

/** What accounts are told of, and what each means: “told when …”. */
export const eventMeanings = {
	"component.committed":
		"an MCI, a ServerTemplate or a script has a new commit, made by hand or imported from a vendor's list",
	"channel.moved": "a channel points to another revision",
	"revision.deprecated": "a commit is deprecated, now or from a date: one of the account, or one that it imported",
	"revision.revoked": "a commit is revoked, now or from a date: one of the account, or one that it imported",
	"revision.reactivated": "a deprecation or a revocation of a commit is taken back",
	"image.deprecated": "an image of the catalogue is deprecated, now or from a date",
	"image.revoked": "an image of the catalogue is revoked, now or from a date",
	"image.reactivated": "a deprecation or a revocation of an image is taken back",
	"publication.published": "the account publishes a revision",
	"publication.deprecated": "a publication is deprecated",
	"publication.reactivated": "the deprecation or the retraction of a publication is taken back",
	"publication.retracted": "a publication is retracted",
	"update.available": "there is something newer than what the account imported or follows",
	"group.invited": "the account is invited to an account group, or invites another to one of its own",
	"group.joined": "an account joins an account group",
	"group.left": "an account leaves an account group",
	"group.removed": "an account is removed from an account group",
	"import.done": "a vendor's list, a bundle or a publication was imported and brought something new",
	"subscription.failed": "what a subscription brings could not be imported",
	"feed.failed": "a feed could not be read, or something of it could not be imported",
	"webhook.failed": "a webhook's receiver takes nothing any more",
	"drift.found": "what the map says and what the cloud says no longer agree",
} as const;

export type EventType = keyof typeof eventMeanings;

/** All of them, in the order of the table. */
export const eventTypes = Object.keys(eventMeanings) as readonly EventType[];

/** The type of the message that tests a webhook; it is not an event of an account. */
export const pingType = "webhook.ping";

/**
 * One event by its word, all that begin alike (`channel.*`), or all (`*`). True when there is at least one such event.
 */
export function isEventPattern(text: string): boolean {
	return eventTypes.some((word) => matchesPattern(text, word));
}

/** True when one of the patterns means the event. */
export function matchesEvent(patterns: readonly string[], event: EventType): boolean {
	return patterns.some((pattern) => matchesPattern(pattern, event));
}

/** The patterns in one order, each once, and none that another one includes. */
export function sortEventPatterns(patterns: Iterable<string>): string[] {
	const all = [...new Set(patterns)].sort(compareText);
	return all.filter((one) => !all.some((other) => other !== one && includes(other, one)));
}

function matchesPattern(pattern: string, word: string): boolean {
	if (pattern === "*" || pattern === word) return true;
	return pattern.endsWith(".*") && word.startsWith(pattern.slice(0, -1));
}

function includes(wider: string, narrower: string): boolean {
	return wider === "*" || (wider.endsWith(".*") && narrower.startsWith(wider.slice(0, -1)));
}
