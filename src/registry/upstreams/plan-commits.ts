import { changedClouds, diffContents, type MciChange } from "../../core/diff/index.ts";
import { type MciContent, mciContent, plainSetting, type Setting } from "../../core/image/index.ts";
import { mergeContents } from "../../core/merge/index.ts";
import type { StoredRelease } from "../../storage/store.ts";
import type { ProductLine, Release, Scope } from "../../upstreams/source.ts";
import { scopeParts } from "./scope-parts.ts";

/** The outcome for one release of one product line. */
export interface ReleaseOutcome {
	readonly version: string | null;
	readonly releasedAt: string | null;
	/**
	 * `committed` a new revision · `known` imported before · `unchanged` the map did not change · `older` older than the
	 * newest commit, not imported · `changed-after` an older release's map changed upstream; commits stay as they are ·
	 * `conflict` the upstream and a user changed the same place · `blocked` HEAD has uncommitted changes, or the name is
	 * taken.
	 */
	readonly outcome: "committed" | "known" | "unchanged" | "older" | "changed-after" | "conflict" | "blocked";
	/** The commit that it is, or equals. */
	readonly revision: number | null;
	/** A sentence for the user. */
	readonly text: string;
}

/** A commit to make, with the content before it. */
export interface PlannedCommit {
	readonly release: Release;
	readonly content: MciContent;
	readonly changes: readonly MciChange[];
	readonly message: string;
	readonly parts: Readonly<Record<string, string>>;
}

/** The state of a line before the import. */
export interface LineState {
	readonly content: MciContent;
	readonly latest: number;
	/** The content from the upstream only, without users' changes; null if nothing was imported. */
	readonly listed: MciContent | null;
	/** Releases among the commits, oldest first. */
	readonly releases: readonly NumberedRelease[];
}

export interface ImportRules {
	/** Commit a release that is older than the newest one, or return to one: this follows a revert upstream. */
	readonly allowOlder: boolean;
	/** Digests of a release's map, for each part of the scope. */
	partsOf(scope: Scope, release: Release): Readonly<Record<string, string>>;
}

export interface LinePlan {
	readonly commits: readonly PlannedCommit[];
	readonly outcomes: readonly ReleaseOutcome[];
}

/**
 * Decides what a line's releases become. Pure, so a second run on the same state does nothing. A release's map replaces
 * the clouds in its scope; default instance types and everything else that users add to the image stay. Users' changes
 * since the upstream's last release are merged; a place that both changed is a conflict that stops the line.
 */
export function planImport(line: ProductLine, state: LineState, rules: ImportRules): LinePlan {
	const commits: PlannedCommit[] = [];
	const outcomes: ReleaseOutcome[] = [];
	const releases = [...state.releases];
	let { content, latest } = state;
	let base = state.listed ?? state.content;
	const lastKnown = line.releases.findLastIndex((release) =>
		releases.some((known) => isSameRelease(known, release, rules.partsOf(scopeOf(line, release), release))),
	);
	line.releases.forEach((release, i) => {
		const scope = scopeOf(line, release);
		const parts = rules.partsOf(scope, release);
		const verdict = judge(release, {
			parts,
			releases: releases.filter((known) => isSameTimeline(known, parts)),
			isBeforeKnown: i < lastKnown,
			isLast: i === line.releases.length - 1,
			allowOlder: rules.allowOlder,
		});
		if (verdict.outcome !== "commit") {
			outcomes.push(outcomeOf(release, verdict));
			return;
		}
		const isJoining =
			release.version !== null &&
			content.settings.length > 0 &&
			!content.settings.some((setting) => isInScope(scope, setting.cloud));
		const remark = isJoining ? "joined by more clouds" : verdict.text;
		const theirs = applyRelease(base, scope, release);
		const { content: merged, conflicts } = mergeContents(base, content, theirs);
		if (conflicts.length > 0) {
			const places = conflicts.map((conflict) => ("cloud" in conflict ? conflict.cloud : conflict.place)).join(", ");
			outcomes.push(
				outcomeOf(release, { outcome: "conflict", revision: null, text: `changed both upstream and here: ${places}` }),
			);
			return;
		}
		const changes = diffContents(content, merged);
		if (changes.length === 0) {
			outcomes.push(
				outcomeOf(release, {
					outcome: "unchanged",
					revision: latest || null,
					text: latest ? `its map is that of revision ${latest}` : "it maps nothing",
				}),
			);
			return;
		}
		latest++;
		commits.push({ release, content: merged, changes, message: messageOf(line, release, changes, remark), parts });
		outcomes.push({ ...outcomeOf(release, { outcome: "committed", revision: latest, text: summaryOf(changes) }) });
		releases.push({ number: latest, version: release.version, releasedAt: release.releasedAt, parts });
		content = merged;
		base = theirs;
	});
	return { commits, outcomes };
}

function scopeOf(line: ProductLine, release: Release): Scope {
	return release.scope ?? line.scope;
}

/** The content after a release: clouds in scope from the release, everything else unchanged. */
export function applyRelease(content: MciContent, scope: Scope, release: Release): MciContent {
	const before = new Map(content.settings.map((setting) => [setting.cloud as string, setting]));
	const settings = new Map<string, Setting>();
	for (const setting of content.settings) if (!isInScope(scope, setting.cloud)) settings.set(setting.cloud, setting);
	for (const { cloud, image } of release.images) {
		const had = before.get(cloud.slug);
		settings.set(cloud.slug, had ? { ...had, image } : plainSetting(cloud.slug, image));
	}
	return mciContent({ ...content, settings: settings.values() });
}

function isInScope(scope: Scope, cloud: string): boolean {
	return scopeParts(scope).some((part) => part.holds(cloud));
}

type Verdict =
	| { readonly outcome: "commit"; readonly text: string }
	| (Pick<ReleaseOutcome, "revision" | "text"> & { readonly outcome: Exclude<ReleaseOutcome["outcome"], "committed"> });

interface Circumstances {
	readonly parts: Readonly<Record<string, string>>;
	/** Earlier imports for the same part of the map. */
	readonly releases: readonly NumberedRelease[];
	/** True if a later release of the same list was imported before. */
	readonly isBeforeKnown: boolean;
	/** True for the list's newest release. */
	readonly isLast: boolean;
	readonly allowOlder: boolean;
}

type NumberedRelease = StoredRelease & { readonly number: number };

function judge(release: Release, at: Circumstances): Verdict {
	const newest = at.releases.at(-1);
	if (!newest) return { outcome: "commit", text: "" };
	const same = at.releases.findLast((known) => isSameRelease(known, release, at.parts));
	if (same && same.number === newest.number)
		return { outcome: "known", revision: same.number, text: `imported as revision ${same.number}` };
	if (release.version === null && release.releasedAt === null)
		return { outcome: "commit", text: same ? `back to the map of revision ${same.number}` : "" };
	// A list with a later date, or one followed by its URL, is current whatever its version numbers say: publishers
	// revert.
	const isNow = at.isLast && (at.allowOlder || isBefore(newest, release));
	if (same) {
		if (isNow) return { outcome: "commit", text: `back to revision ${same.number}` };
		const text = at.isLast
			? `imported as revision ${same.number}; the newest is revision ${newest.number}${nameOf(newest)}`
			: `imported as revision ${same.number}`;
		return { outcome: "known", revision: same.number, text };
	}
	const before =
		release.version === null ? undefined : at.releases.findLast((known) => known.version === release.version);
	return before ? judgeChanged(before, newest, isNow) : judgeNew(release, newest, at);
}

/** A release whose version is imported with other content. */
function judgeChanged(before: NumberedRelease, newest: NumberedRelease, isNow: boolean): Verdict {
	if (before.number === newest.number) return { outcome: "commit", text: "published again with other content" };
	if (isNow) return { outcome: "commit", text: "back again, with other content" };
	const text = `its list changed after it was committed as revision ${before.number}, and newer ones followed; commits are never rewritten`;
	return { outcome: "changed-after", revision: before.number, text };
}

/** A release whose version is not imported yet. */
function judgeNew(release: Release, newest: NumberedRelease, at: Circumstances): Verdict {
	const isOlder = at.isBeforeKnown || isBefore(release, newest);
	if (isOlder && !at.allowOlder) {
		return {
			outcome: "older",
			revision: null,
			text: `older than revision ${newest.number}${nameOf(newest)}; not imported`,
		};
	}
	return { outcome: "commit", text: isOlder ? `older than revision ${newest.number}` : "" };
}

/** True if both have a date and the first one's is earlier. */
function isBefore(one: Pick<Release, "releasedAt">, other: Pick<Release, "releasedAt">): boolean {
	return one.releasedAt !== null && other.releasedAt !== null && one.releasedAt < other.releasedAt;
}

/** True if both cover a common part of the map: only then is one older or newer than the other. */
function isSameTimeline(known: StoredRelease, parts: Readonly<Record<string, string>>): boolean {
	return Object.keys(parts).some((part) => Object.hasOwn(known.parts, part));
}

function isSameRelease(known: StoredRelease, release: Release, parts: Readonly<Record<string, string>>): boolean {
	return (
		known.version === release.version &&
		Object.entries(parts).every(([part, digest]) => Object.hasOwn(known.parts, part) && known.parts[part] === digest)
	);
}

function nameOf(release: StoredRelease): string {
	return release.version === null ? "" : ` (${release.version})`;
}

function outcomeOf(release: Release, verdict: Pick<ReleaseOutcome, "outcome" | "revision" | "text">): ReleaseOutcome {
	return {
		version: release.version,
		releasedAt: release.releasedAt,
		outcome: verdict.outcome,
		revision: verdict.revision,
		text: verdict.text,
	};
}

function messageOf(line: ProductLine, release: Release, changes: readonly MciChange[], remark: string): string {
	const title =
		release.version !== null
			? `Release ${release.version}`
			: release.releasedAt !== null
				? `List of ${release.releasedAt.slice(0, 10)}`
				: `List of ${line.name}`;
	return [`${title}${remark === "" ? "" : `, ${remark}`}`, "", `${summaryOf(changes)}.`, ...release.notes].join("\n");
}

/** "1 cloud added: aws-x; 2 removed: …; 60 changed". Lists at most ten names. */
export function summaryOf(changes: readonly MciChange[]): string {
	const clouds = (kinds: readonly MciChange["kind"][]) =>
		changedClouds(changes.filter((change) => kinds.includes(change.kind)));
	const [added, removed, changed] = [
		clouds(["setting-added"]),
		clouds(["setting-removed"]),
		clouds(["setting-changed"]),
	];
	const parts = [];
	if (added.length > 0) parts.push(`${added.length} added${added.length <= 10 ? `: ${added.join(", ")}` : ""}`);
	if (removed.length > 0)
		parts.push(`${removed.length} removed: ${removed.slice(0, 10).join(", ")}${removed.length > 10 ? " …" : ""}`);
	if (changed.length > 0)
		parts.push(`${changed.length} changed${changed.length <= 3 ? `: ${changed.join(", ")}` : ""}`);
	return parts.length === 0 ? "words changed" : parts.join("; ");
}
