import type { ActValues } from "../audit/act-values.ts";
import type { Act } from "../audit/acts.ts";
import type { NumberedEntry } from "../audit/audit-entry.ts";
import { type ComponentKind, componentKinds, componentNouns } from "../component/component-kind.ts";
import type { EventType } from "./event-type.ts";

/** What an event is about, by the names of its account. */
export interface EventSubject {
	/** As the audit has it: `mci`, `template`, `script`, `image`, `upstream`, `publication`, `group`, `webhook` … */
	readonly kind: string;
	readonly id: number | null;
	readonly name: string;
}

/** What an account is told. */
export interface AccountEvent {
	readonly event: EventType;
	readonly subject: EventSubject;
	/** One line for people, at most 300 characters. */
	readonly title: string;
	/** For programs: JSON, a few kilobytes at most. */
	readonly details: Readonly<Record<string, unknown>>;
}

type Entry = Pick<NumberedEntry, "act" | "actor" | "subjectKind" | "subjectId" | "subjectName" | "before" | "after">;
type Fields = Readonly<Record<string, unknown>>;
type Found = Omit<AccountEvent, "subject"> | undefined;

/**
 * The named fields of an act's values, each possibly missing and of any type: stored entries may be of an earlier
 * release.
 */
type Loose<T> = { readonly [F in keyof T as string extends F ? never : F]?: unknown };
type After<A extends Act> = Loose<NonNullable<ActValues<A>["after"]>>;
type Before<A extends Act> = Loose<NonNullable<ActValues<A>["before"]>>;
type Read<A extends Act> = (entry: Entry, after: After<A>, before: Before<A>) => Found;

const titleLimit = 300;
const textLimit = 500;
const listLimit = 20;

/**
 * The events of an audit entry for its own account: none or one. What others are told of it is the listeners' matter.
 * Total: an entry of an unknown act, or of a form that it never had, has none, or one that tells less.
 */
export function eventsOf(entry: Entry): readonly AccountEvent[] {
	const found = readerOf(entry.act)?.(entry, fieldsOf(entry.after), fieldsOf(entry.before));
	if (!found) return [];
	const { subjectKind: kind, subjectId: id, subjectName: name } = entry;
	return [{ ...found, title: cutText(found.title, titleLimit), subject: { kind, id, name } }];
}

/** A text that is at most so long, its end told by an ellipsis; never half of a character. */
export function cutText(text: string, limit: number): string {
	return text.length <= limit ? text : `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

type Readers = { readonly [A in Act]?: Read<A> };

const readers: Readers = {
	...componentReaders("mci"),
	...componentReaders("template"),
	...componentReaders("script"),
	"image.deprecate": imageLife("image.deprecated"),
	"image.revoke": imageLife("image.revoked"),
	"image.reactivate": imageLife("image.reactivated"),
	"upstream.sync": synced,
	"feed.sync": feedSynced,
	"publication.publish": told("publication.published", "is published"),
	"publication.deprecate": told("publication.deprecated", "is deprecated in the marketplace"),
	"publication.reactivate": told("publication.reactivated", "is available in the marketplace again"),
	"publication.retract": told("publication.retracted", "is retracted from the marketplace"),
	"group.invite": told("group.invited", "has a new invitation"),
	"group.join": joined,
	"group.leave": left,
	"group.remove": removed,
};

function componentReaders(kind: ComponentKind): Readers {
	return {
		[`${kind}.commit`]: committed(kind),
		[`${kind}.channel-set`]: channelMoved(kind),
		[`${kind}.channel-promote`]: channelMoved(kind),
		[`${kind}.channel-rollback`]: channelMoved(kind),
		[`${kind}.deprecate`]: revisionLife(kind, "revision.deprecated"),
		[`${kind}.revoke`]: revisionLife(kind, "revision.revoked"),
		[`${kind}.reactivate`]: revisionLife(kind, "revision.reactivated"),
		[`${kind}.import`]: imported(kind),
	};
}

function readerOf(act: string): ((entry: Entry, after: Fields, before: Fields) => Found) | undefined {
	return Object.hasOwn(readers, act)
		? (readers[act as Act] as (...given: [Entry, Fields, Fields]) => Found)
		: undefined;
}

function committed(kind: ComponentKind): Read<`${ComponentKind}.commit`> {
	return ({ subjectName, actor }, after) => {
		const revision = numberOf(after.revision);
		const message = textOf(after.message);
		const title = `${refOf(kind, subjectName, revision)} is committed${message === null ? "" : `: ${firstLine(message)}`}`;
		return {
			event: "component.committed",
			title,
			details: { revision, digest: textOf(after.digest), message, by: actor },
		};
	};
}

/**
 * An import of what somebody published names its publisher, and the revisions that it brought; else it is one of a
 * vendor's list.
 */
function imported(kind: ComponentKind): Read<`${ComponentKind}.import`> {
	return (entry, after) => {
		const publisher = textOf(after.publisher);
		if (publisher === null) return importedCommits(entry, after);
		const numbers = (Array.isArray(after.revisions) ? after.revisions : []).map((one) =>
			numberOf(fieldsOf(one).number),
		);
		const shown = numbers.slice(0, listLimit).map(wordOf).join(", ");
		const title = `${nounOf(kind)}${entry.subjectName}@${shown} is imported from ${publisher}`;
		const details = {
			publisher,
			publishedName: textOf(after.publishedName),
			source: textOf(after.source),
			revisions: numbers.slice(0, listLimit),
			by: entry.actor,
		};
		return { event: "import.done", title, details };
	};
}

/** An import of a vendor's list says which commits it made; without any, it only brought news of images. */
function importedCommits({ subjectName, actor }: Entry, after: After<"mci.import">): Found {
	const [first, last] = Array.isArray(after.revisions) ? after.revisions.map(numberOf) : [];
	if (typeof first !== "number" || typeof last !== "number") return undefined;
	const from = textOf(after.from);
	const releases = Array.isArray(after.releases) ? after.releases.slice(-listLimit).map(textOf) : [];
	const made = first === last ? `${refOf("mci", subjectName, last)} is` : `${subjectName}@${first} to @${last} are`;
	const title = `${made} committed${from === null ? "" : ` from ${from}`}`;
	return {
		event: "component.committed",
		title,
		details: { revision: last, revisions: [first, last], from, releases, by: actor },
	};
}

function channelMoved(kind: ComponentKind): Read<`${ComponentKind}.channel-set`> {
	return ({ subjectName, actor }, after, before) => {
		const channel = textOf(after.channel);
		const [from, to] = [numberOf(before.revision), numberOf(after.revision)];
		const reason = textOf(after.reason);
		const move = from === null ? `points to ${wordOf(to)}` : `moved from ${wordOf(from)} to ${wordOf(to)}`;
		const words = `${nounOf(kind)}${subjectName}@${channel} ${move}`;
		return {
			event: "channel.moved",
			title: `${words}${reason === null ? "" : `: ${firstLine(reason)}`}`,
			details: { channel, revision: to, from, reason, by: actor },
		};
	};
}

const lifeWords = {
	"revision.deprecated": "is deprecated",
	"revision.revoked": "is revoked",
	"revision.reactivated": "may be used again",
	"image.deprecated": "is deprecated",
	"image.revoked": "is revoked",
	"image.reactivated": "may be used again",
} as const satisfies Partial<Record<EventType, string>>;

function revisionLife(
	kind: ComponentKind,
	event: "revision.deprecated" | "revision.revoked" | "revision.reactivated",
): Read<`${ComponentKind}.revoke`> {
	return ({ subjectName }, after, before) => {
		const revision = numberOf(after.revision) ?? numberOf(before.revision);
		const life = lifeOf(after);
		const title = `${refOf(kind, subjectName, revision)} ${lifeWords[event]}${reasonOf(life.reason)}`;
		return { event, title, details: { revision, ...life, because: textOf(after.because) } };
	};
}

function imageLife(event: "image.deprecated" | "image.revoked" | "image.reactivated"): Read<"image.revoke"> {
	return ({ subjectName }, after) => {
		const [cloud, life] = [textOf(after.cloud), lifeOf(after)];
		const place = cloud === null ? "" : ` in ${cloud}`;
		return {
			event,
			title: `Image ${subjectName}${place} ${lifeWords[event]}${reasonOf(life.reason)}`,
			details: { cloud, ...life },
		};
	};
}

/** A feed says once what it can't be read for, what of it could not be imported, or how much of it could be. */
function feedSynced({ subjectName, actor }: Entry, after: After<"feed.sync">): Found {
	const [failed, outcome] = [textOf(after.failed), textOf(after.outcome)];
	if (failed !== null) {
		const title = `Feed ${subjectName} has a problem${outcome === null ? "" : `: ${firstLine(outcome)}`}`;
		return { event: "feed.failed", title, details: { feed: subjectName, code: failed, by: actor } };
	}
	const offered = numberOf(after.offered);
	if (offered === null || offered < 1) return undefined;
	const title = `Feed ${subjectName} offers ${offered} revision${offered === 1 ? "" : "s"} that ${offered === 1 ? "is" : "are"} not here`;
	return { event: "update.available", title, details: { feed: subjectName, offered, by: actor } };
}

function synced({ subjectName, actor }: Entry, after: After<"upstream.sync">): Found {
	const revisions = numberOf(after.revisions);
	if (revisions === null || revisions < 1) return undefined;
	const title = `Upstream ${subjectName} brought ${revisions} new revision${revisions === 1 ? "" : "s"}`;
	return { event: "import.done", title, details: { revisions, by: actor } };
}

/** An event whose entry says itself what programs want to know: its plain fields are the details. */
function told(event: EventType, what: string): (entry: Entry, after: object) => Found {
	return ({ subjectKind, subjectName }, after) => {
		const fields = Object.entries(after).slice(0, listLimit);
		const plain = fields.flatMap(([name, value]): [string, unknown][] => {
			if (typeof value === "string") return [[name, cutText(value, textLimit)]];
			return value === null || typeof value === "number" || typeof value === "boolean" ? [[name, value]] : [];
		});
		const noun = `${subjectKind.slice(0, 1).toUpperCase()}${subjectKind.slice(1)}`;
		return { event, title: `${noun} ${subjectName} ${what}`, details: Object.fromEntries(plain) };
	};
}

/** The entry in the group's account; the joining account's own entry names the group's owner. */
function joined(entry: Entry, after: After<"group.join">): Found {
	return membership("group.joined", after.owner, { ours: "has a new member", theirs: "joined" })(entry, after);
}

function left(entry: Entry, after: Fields, before: Before<"group.leave">): Found {
	return membership("group.left", before.owner, { ours: "was left by a member", theirs: "left" })(entry, after);
}

function removed(entry: Entry, after: Fields, before: Before<"group.remove">): Found {
	const member = textOf(before.account);
	return told("group.removed", member === null ? "lost a member" : `lost its member ${firstLine(member)}`)(
		entry,
		after,
	);
}

function membership(
	event: EventType,
	owner: unknown,
	words: { readonly ours: string; readonly theirs: string },
): (entry: Entry, after: object) => Found {
	return (entry, after) => {
		const found = told(event, words.ours)(entry, after);
		const isTheirs = textOf(owner) !== null;
		return found && isTheirs ? { ...found, title: `This account ${words.theirs} group ${entry.subjectName}` } : found;
	};
}

function lifeOf(after: After<"image.revoke">) {
	const [deprecatedAt, revokedAt] = [textOf(after.deprecatedAt), textOf(after.revokedAt)];
	return { deprecatedAt, revokedAt, reason: textOf(after.reason), replacement: textOf(after.replacement) };
}

function reasonOf(reason: string | null): string {
	return reason === null ? "" : `: ${firstLine(reason)}`;
}

function refOf(kind: ComponentKind, name: string, revision: number | null): string {
	return `${nounOf(kind)}${name}${revision === null ? "" : `@${wordOf(revision)}`}`;
}

function nounOf(kind: ComponentKind): string {
	return kind === "mci" ? "" : `${componentNouns[kind].one} `;
}

function wordOf(revision: number | null): string {
	return revision === 0 ? "head" : String(revision ?? "?");
}

function firstLine(text: string): string {
	return text.split("\n", 1)[0] ?? "";
}

function fieldsOf(value: unknown): Fields {
	return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function textOf(value: unknown): string | null {
	return typeof value === "string" ? cutText(value, textLimit) : null;
}

function numberOf(value: unknown): number | null {
	return typeof value === "number" && Number.isSafeInteger(value) ? value : null;
}
