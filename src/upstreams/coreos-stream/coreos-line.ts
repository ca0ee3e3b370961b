import { compareText } from "../../base/compare-text.ts";
import { type ImageFacts, parseArchitecture, readImageName } from "../../core/image/index.ts";
import { knownFacts } from "../listing/known-facts.ts";
import type { Cell, LineCollector, LineHead } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";

/** The product that a stream is of: `stable` → fedora-coreos-stable, `rhcos-4.13` → itself, `c9s` → scos-c9s. */
export function productOf(stream: string): { readonly product: string; readonly os: string } {
	const word = stream.trim().toLowerCase();
	if (/^(?:rhcos|scos|fedora-coreos)(?:-|$)/.test(word))
		return { product: word, os: word.replace(/-(?!coreos).*$/, "") };
	if (/^rhel-/.test(word)) return { product: `rhcos-${word}`, os: "rhcos" };
	if (/^(?:c\d+s|centos)/.test(word)) return { product: `scos-${word}`, os: "scos" };
	return { product: `fedora-coreos-${word}`, os: "fedora-coreos" };
}

/** Properties that all images of a product share for one architecture (as published) and one variant. */
export function headOf(product: string, published: string, variant: string | null): LineHead {
	const architecture = parseArchitecture(published) ?? published;
	return {
		key: [product, architecture, ...(variant ? [variant] : [])].join("/"),
		name: lineName([product, ...(variant ? [variant] : [])].join("-"), architecture),
		description: "",
		tags: ["coreos"],
		scope: { kind: "all" },
	};
}

/** Facts that hold for every image of a release. */
export function factsOf(os: string, published: string, release: string | null): Partial<ImageFacts> {
	return knownFacts({
		os,
		osVersion: release === null ? null : readImageName(`${os}-${release}`).osVersion,
		architecture: parseArchitecture(published) ?? null,
		publishedArchitecture: published,
		release,
	});
}

/** An image or artifact of a line, before the release of most of the line is known. */
export type Listed = Omit<Cell, "line" | "release">;

/**
 * Adds the cells of one line as one release. Every place has its own release; the line's release is the most frequent
 * one, and notes list the places with another one.
 */
export function addRelease(
	collector: LineCollector,
	line: LineHead,
	releasedAt: string | null,
	cells: readonly Listed[],
): void {
	const groups = Map.groupBy(cells, (cell) => cell.facts.release ?? null);
	const [version] = [...groups].reduce<readonly [string | null, number]>(
		(most, [release, list]) => (release !== null && list.length > most[1] ? [release, list.length] : most),
		[null, 0],
	);
	for (const cell of cells) collector.add({ ...cell, line, release: { version, releasedAt } });
	for (const [release, list] of groups) {
		if (release === version) continue;
		const places = list.map((cell) => cell.place().slug).sort(compareText);
		const some = places.slice(0, 20).join(", ") + (places.length > 20 ? ", …" : "");
		collector.note(
			line.key,
			version,
			`${places.length} ${places.length === 1 ? "place" : "places"} at ${release ?? "a release that is not told"}: ${some}`,
		);
	}
}
