import { compareText } from "../../base/compare-text.ts";
import { readTime } from "../reading/read-time.ts";
import type { ListedImage, ProductLine, Release } from "../source.ts";
import type { Entry } from "./read-entry.ts";
import type { Part } from "./read-images.ts";

/** An entry's change to one type of cloud, the n-th (from 0) of its day there. */
interface Step {
	readonly entry: Entry;
	readonly part: Part;
	readonly nth: number;
}

/**
 * The line of entries of one kind. A catalog has an entry per build, and mostly one per cloud: entries of a day are one
 * release, and a second build of a day is a second one. A cloud that is not built again stays at its newest entry
 * before.
 */
export function stackLine(entries: readonly Entry[], defaults: ReadonlySet<string>): ProductLine {
	const [first] = entries as readonly [Entry];
	const releases: Release[] = [];
	const current = new Map<string, Step>();
	for (const steps of timesOf(stepsOf(entries))) {
		for (const step of steps) current.set(step.part.type, step);
		releases.push(releaseOf(steps, [...current.values()], defaults));
	}
	return {
		key: first.key,
		name: first.name,
		description: first.description,
		tags: ["cloudbreak"],
		scope: { kind: "all" },
		releases,
	};
}

/**
 * Oldest first, those without a day before all others. Entries that repeat the one before in their cloud are left out.
 */
function stepsOf(entries: readonly Entry[]): Step[] {
	const last = new Map<string, Step>();
	const steps: Step[] = [];
	for (const entry of [...entries].sort(olderFirst)) {
		for (const part of entry.parts) {
			const before = last.get(part.type);
			if (before && isSameMap(before.part.images, part.images)) continue;
			const step = { entry, part, nth: before?.entry.day === entry.day ? before.nth + 1 : 0 };
			last.set(part.type, step);
			steps.push(step);
		}
	}
	return steps.sort((a, b) => compareText(a.entry.day ?? "", b.entry.day ?? "") || a.nth - b.nth);
}

function olderFirst(a: Entry, b: Entry): number {
	const byDay = compareText(a.day ?? "", b.day ?? "");
	return byDay || (a.createdAt !== null && b.createdAt !== null ? compareText(a.createdAt, b.createdAt) : 0);
}

function isSameMap(a: readonly ListedImage[], b: readonly ListedImage[]): boolean {
	const ids = new Map(a.map(({ cloud, image }) => [cloud.slug, image.uid]));
	return a.length === b.length && b.every(({ cloud, image }) => ids.get(cloud.slug) === image.uid);
}

function timesOf(steps: readonly Step[]): Step[][] {
	const groups: Step[][] = [];
	for (const step of steps) {
		const last = groups.at(-1);
		if (last?.[0] && last[0].entry.day === step.entry.day && last[0].nth === step.nth) last.push(step);
		else groups.push([step]);
	}
	return groups;
}

function releaseOf(steps: readonly Step[], state: readonly Step[], defaults: ReadonlySet<string>): Release {
	const [{ entry, nth }] = steps as readonly [Step];
	const day = entry.day ?? "undated";
	const behind = state
		.filter((step) => !steps.includes(step))
		.map((step) => `${step.part.type} is at ${step.entry.day ?? "an undated image"}`);
	const pointed = steps
		.filter((step) => defaults.has(step.entry.uuid))
		.map((step) => `the catalog's default on ${step.part.type}`);
	return {
		version: nth === 0 ? day : `${day}.${nth + 1}`,
		releasedAt: readTime(entry.day),
		images: state.flatMap((step) => step.part.images),
		notes: [...new Set([...steps.flatMap((step) => step.entry.notes), ...behind, ...pointed])],
	};
}
