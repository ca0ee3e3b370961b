import { changedClouds, diffContents, type MciChange } from "../../core/diff/index.ts";
import { type MciContent, mciContent, plainSetting, type Setting } from "../../core/image/index.ts";
import { mergeContents } from "../../core/merge/index.ts";
import type { NumberedRelease } from "../../storage/store.ts";
import type { ProductLine, Release, Scope } from "../../upstreams/source.ts";
import { isBefore, isHeld, isSameRelease, isSameTimeline, judgeRelease, rivalsOf } from "./judge-release.ts";
import type { ReleaseOutcome } from "./release-outcome.ts";
import { scopeParts } from "./scope-parts.ts";

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

/** A commit whose publisher holds it back now, or with null no longer. */
export interface PlannedMark {
	readonly number: number;
	readonly heldBack: string | null;
}

export interface LinePlan {
	readonly commits: readonly PlannedCommit[];
	readonly marks: readonly PlannedMark[];
	readonly outcomes: readonly ReleaseOutcome[];
}

/**
 * Decides what a line's releases become. Pure, so a second run on the same state does nothing. A release's map replaces
 * the clouds in its scope; default instance types and everything else that users add to the image stay. Users' changes
 * since the upstream's last release are merged; a place that both changed is a conflict that stops the line. A known
 * release that its publisher holds back now, or no longer, is only marked.
 */
export function planImport(line: ProductLine, state: LineState, rules: ImportRules): LinePlan {
	const listed = listedReleases(line, state, rules);
	const marks = planMarks(listed, state);
	const newMarks = new Map(marks.map(({ number, heldBack }) => [number, heldBack]));
	const released = new Set(marks.flatMap(({ number, heldBack }) => (heldBack === null ? [number] : [])));
	const plan: Planning = {
		line,
		commits: [],
		outcomes: [],
		content: state.content,
		base: state.listed ?? state.content,
		latest: state.latest,
		releases: state.releases.map((known) => ({
			...known,
			...(newMarks.has(known.number) ? { heldBack: newMarks.get(known.number) ?? null } : {}),
		})),
	};
	const lastOffered = line.releases.findLastIndex((release) => !isHeld(release));
	const places = new Map(
		state.releases.map((known) => [
			known.number,
			listed.findLastIndex(({ release, parts }) => isSameRelease(known, release, parts)),
		]),
	);
	for (const [number, place] of places) if (place < 0) places.delete(number);
	listed.forEach(({ release, parts }, i) => {
		const releases = plan.releases.filter((known) => isSameTimeline(known, parts));
		const newest = rivalsOf(release, releases).at(-1);
		const verdict = judgeRelease(release, {
			parts,
			releases,
			isBeforeKnown: listed.some((one, at) => at > i && one.isKnown && (isHeld(release) || !isHeld(one.release))),
			isAfterNewest: newest !== undefined && (newest.number > state.latest || (places.get(newest.number) ?? i) < i),
			isLast: i === lastOffered,
			allowOlder: rules.allowOlder,
			released,
		});
		if (verdict.outcome === "commit") plan.outcomes.push(planCommit(plan, { release, parts, remark: verdict.text }));
		else if (verdict.revision !== null && newMarks.has(verdict.revision))
			plan.outcomes.push(outcomeOf(release, markVerdict(release, verdict.revision)));
		else plan.outcomes.push(outcomeOf(release, verdict));
	});
	return { commits: plan.commits, marks, outcomes: plan.outcomes };
}

/** A release of the list with the digests of its parts. */
interface Listed {
	readonly release: Release;
	readonly parts: Readonly<Record<string, string>>;
	/** True if it was imported before. */
	readonly isKnown: boolean;
}

function listedReleases(line: ProductLine, { releases }: LineState, rules: ImportRules): Listed[] {
	return line.releases.map((release) => {
		const parts = rules.partsOf(scopeOf(line, release), release);
		return { release, parts, isKnown: releases.some((known) => isSameRelease(known, release, parts)) };
	});
}

/** A plan in the making: what the commits so far lead to. */
interface Planning {
	readonly line: ProductLine;
	readonly commits: PlannedCommit[];
	readonly outcomes: ReleaseOutcome[];
	readonly releases: NumberedRelease[];
	content: MciContent;
	/** The content from the upstream only. */
	base: MciContent;
	latest: number;
}

/** Adds the commit of a release to the plan, unless it conflicts or changes nothing. */
function planCommit(
	plan: Planning,
	{ release, parts, remark }: Pick<PlannedCommit, "release" | "parts"> & { readonly remark: string },
): ReleaseOutcome {
	const { line, content, base } = plan;
	const scope = scopeOf(line, release);
	const isJoining =
		release.version !== null &&
		content.settings.length > 0 &&
		!content.settings.some((setting) => isInScope(scope, setting.cloud));
	const theirs = applyRelease(base, scope, release);
	const { content: merged, conflicts } = mergeContents(base, content, theirs);
	if (conflicts.length > 0) {
		const places = conflicts.map((conflict) => ("cloud" in conflict ? conflict.cloud : conflict.place)).join(", ");
		return outcomeOf(release, {
			outcome: "conflict",
			revision: null,
			text: `changed both upstream and here: ${places}`,
		});
	}
	const changes = diffContents(content, merged);
	const isReleased = plan.releases.at(-1)?.number === plan.latest && plan.releases.at(-1)?.heldBack !== null;
	if (changes.length === 0 && (plan.latest === 0 || !isReleased || isHeld(release))) {
		return outcomeOf(release, {
			outcome: "unchanged",
			revision: plan.latest || null,
			text: plan.latest ? `its map is that of revision ${plan.latest}` : "it maps nothing",
		});
	}
	const { version, releasedAt, listedAt = null } = release;
	const heldBack = release.heldBack ?? null;
	plan.latest++;
	const message = messageOf(line, release, changes, isJoining ? "joined by more clouds" : remark);
	plan.commits.push({ release, content: merged, changes, message, parts });
	plan.releases.push({ number: plan.latest, version, releasedAt, listedAt, parts, heldBack });
	plan.content = merged;
	plan.base = theirs;
	const text = `${heldBack === null ? "" : `held back: ${heldBack}; `}${summaryOf(changes)}`;
	const mapped = new Set(merged.settings.map(({ cloud }) => cloud));
	const lost = content.settings.flatMap(({ cloud }) => (mapped.has(cloud) ? [] : [cloud as string]));
	return { ...outcomeOf(release, { outcome: "committed", revision: plan.latest, text }), heldBack, lost };
}

/** The commits whose releases are held back now and were not, or the reverse. None if the list is an older one. */
function planMarks(listed: readonly Listed[], { releases }: LineState): PlannedMark[] {
	const last = listed.at(-1);
	const newest = last && releases.findLast((known) => isSameTimeline(known, last.parts));
	if (!last || !newest) return [];
	const isCurrent =
		listed.some(({ release, parts }) => isSameRelease(newest, release, parts)) || isBefore(newest, last.release);
	if (!isCurrent) return [];
	return releases.flatMap((known) => {
		const same = listed.findLast(({ release, parts }) => isSameRelease(known, release, parts));
		const heldBack = same?.release.heldBack ?? null;
		return same && heldBack !== known.heldBack ? [{ number: known.number, heldBack }] : [];
	});
}

function markVerdict(release: Release, revision: number): Pick<ReleaseOutcome, "outcome" | "revision" | "text"> {
	return isHeld(release)
		? { outcome: "held-back", revision, text: `revision ${revision} is held back now: ${release.heldBack}` }
		: { outcome: "released", revision, text: `revision ${revision} is no longer held back` };
}

function scopeOf(line: ProductLine, release: Release): Scope {
	return release.scope ?? line.scope;
}

/** The content after a release: clouds in scope from the release, everything else unchanged. */
export function applyRelease(content: MciContent, scope: Scope, release: Release): MciContent {
	const before = new Map(content.settings.map((setting) => [setting.cloud as string, setting]));
	const settings = new Map<string, Setting>();
	for (const setting of content.settings) if (!isInScope(scope, setting.cloud)) settings.set(setting.cloud, setting);
	for (const { cloud, image, defaults } of release.images) {
		const had = before.get(cloud.slug);
		settings.set(cloud.slug, had ? { ...had, image } : { ...plainSetting(cloud.slug, image), ...defaults });
	}
	return mciContent({ ...content, settings: settings.values() });
}

function isInScope(scope: Scope, cloud: string): boolean {
	return scopeParts(scope).some((part) => part.holds(cloud));
}

function outcomeOf(release: Release, verdict: Pick<ReleaseOutcome, "outcome" | "revision" | "text">): ReleaseOutcome {
	return {
		version: release.version,
		releasedAt: release.releasedAt,
		outcome: verdict.outcome,
		revision: verdict.revision,
		text: verdict.text,
		heldBack: null,
		lost: [],
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
