import { compareText } from "../../base/compare-text.ts";
import type { Cell } from "../listing/line-collector.ts";

/** The most cells that dates may become: each is a whole map of its line. */
const mostCells = 1_000_000;

export interface DatedCells {
	readonly cells: readonly Cell[];
	/** Rows without a date; nothing determines their place in the order. */
	readonly undated: readonly Cell[];
}

/**
 * The cells of a line without releases in which a place has several images: each date is a release, the map of all
 * places with their newest images on that date. A date is its day, or its time where a place has two images on one day.
 * Undefined if no row has a date, or dates and places are too many.
 */
export function datedCells(list: readonly Cell[], placeOf: (cell: Cell) => string): DatedCells | undefined {
	const dated = list.filter((cell) => cell.release.releasedAt !== null);
	const undated = list.filter((cell) => cell.release.releasedAt === null);
	const sorted = dated.toSorted((a, b) => compareText(a.release.releasedAt ?? "", b.release.releasedAt ?? ""));
	const nameOf = hasSameDay(sorted, placeOf) ? timeName : dayName;
	const releases = Map.groupBy(sorted, (cell) => nameOf(cell.release.releasedAt ?? ""));
	const places = new Set(sorted.map(placeOf)).size;
	if (releases.size === 0 || releases.size * places > mostCells) return undefined;
	const newest = new Map<string, Cell[]>();
	const cells: Cell[] = [];
	for (const [version, some] of releases) {
		const releasedAt = some.at(-1)?.release.releasedAt ?? null;
		for (const [place, ofPlace] of Map.groupBy(some, placeOf)) newest.set(place, ofPlace);
		for (const cell of [...newest.values()].flat()) cells.push({ ...cell, release: { version, releasedAt } });
	}
	return { cells, undated };
}

function hasSameDay(cells: readonly Cell[], placeOf: (cell: Cell) => string): boolean {
	const images = new Map<string, string>();
	return cells.some((cell) => {
		const key = `${placeOf(cell)} ${dayName(cell.release.releasedAt ?? "")}`;
		const before = images.get(key);
		images.set(key, cell.image.uid);
		return before !== undefined && before !== cell.image.uid;
	});
}

function dayName(time: string): string {
	return time.slice(0, 10);
}

function timeName(time: string): string {
	return time.replace(/\.000Z$/, "Z");
}
