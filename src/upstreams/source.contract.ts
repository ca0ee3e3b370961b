import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, expect, it } from "vitest";
import { parseNewName } from "../core/component/index.ts";
import { isFault } from "../core/errors.ts";
import { checkImageIdentity, orderReleases, parseCloudSlug } from "../core/image/index.ts";
import type { ListDocument } from "./document.ts";
import { readDocument } from "./reading/read-document.ts";
import { recognizeSources } from "./recognize-sources.ts";
import type { Listing, Source, SourceOptions } from "./source.ts";

/** One real file that a source must read, and the figures that a person counted in it. */
export interface ContractFixture {
	/** Path of the file, relative to the test. */
	readonly file: URL;
	readonly options?: SourceOptions;
	/** Names of the resulting MultiCloud Images; a subset is enough when there are many. */
	readonly names: readonly string[];
	readonly lines: number;
	/** Cells of the map over all releases. */
	readonly images: number;
	readonly skipped: number;
}

/**
 * The contract of every source: it recognizes only its own files, is deterministic, returns valid names, places and
 * ids, has one image per cloud and release, and handles damaged files with a fault or with skipped rows, never with a
 * crash.
 */
export function sourceContract(source: Source, fixtures: readonly ContractFixture[]): void {
	describe(`source ${source.id}`, () => {
		it("has at least one fixture", () => expect(fixtures.length).toBeGreaterThan(0));
		describe.each(fixtures.map((fixture) => ({ name: basename(fixture.file.pathname), fixture })))(
			"$name",
			({ fixture }) => {
				const document = readDocument(fixture.file.pathname, readFileSync(fixture.file));
				const parse = () => source.parse(document, fixture.options ?? {});

				it("is recognized by this source and by no other", () => {
					expect(recognizeSources(document).map((one) => one.id)).toEqual([source.id]);
				});
				it("has the counted product lines, images and skipped rows", () => {
					const listing = parse();
					expect(countOf(listing)).toEqual({ lines: fixture.lines, images: fixture.images, skipped: fixture.skipped });
					expect(listing.lines.map((line) => line.name)).toEqual(expect.arrayContaining([...fixture.names]));
				});
				it("reads the same twice", () => expect(parse()).toEqual(parse()));
				it("returns valid and unique names, keys, places and ids, oldest release first", () => assertSound(parse()));
				it("handles a truncated file with a fault or valid rows", () => {
					const bytes = readFileSync(fixture.file);
					for (const part of [0.1, 0.5, 0.9, 0.99]) {
						meet(() =>
							source.parse(
								readDocument(fixture.file.pathname, bytes.subarray(0, Math.floor(bytes.length * part))),
								fixture.options ?? {},
							),
						);
					}
				});
				it("handles values of wrong types with a fault or valid rows", () => {
					for (const damaged of damagedCopies(document)) meet(() => source.parse(damaged, fixture.options ?? {}));
				});
			},
		);
	});
}

function countOf(listing: Listing) {
	const images = listing.lines
		.flatMap((line) => line.releases.map((release) => release.images.length))
		.reduce((sum, n) => sum + n, 0);
	return { lines: listing.lines.length, images, skipped: listing.skipped.length };
}

function assertSound(listing: Listing): void {
	const keys = listing.lines.map((line) => line.key);
	expect(new Set(keys).size, "keys are unique").toBe(keys.length);
	const names = listing.lines.map((line) => line.name);
	expect(new Set(names).size, "names are unique").toBe(names.length);
	for (const line of listing.lines) {
		expect(parseNewName(line.name)).toBe(line.name);
		const times = line.releases.map((release) => release.releasedAt).filter((at) => at !== null);
		expect(orderReleases(line.releases), `${line.key}: oldest first`).toEqual(line.releases);
		for (const at of times) expect(new Date(at).toISOString()).toBe(at);
		for (const release of line.releases) {
			const clouds = release.images.map((listed) => listed.cloud.slug);
			expect(new Set(clouds).size, `${line.key} ${release.version}: one image per cloud`).toBe(clouds.length);
			expect(clouds.length, `${line.key} ${release.version}: has images`).toBeGreaterThan(0);
			for (const listed of release.images) {
				parseCloudSlug(listed.cloud.slug);
				checkImageIdentity(listed.cloud.slug, listed.image);
			}
		}
	}
	for (const skipped of listing.skipped) {
		expect(skipped.row).not.toBe("");
		expect(skipped.why).not.toBe("");
	}
}

function meet(act: () => Listing): void {
	let listing: Listing;
	try {
		listing = act();
	} catch (error) {
		if (isFault(error)) return;
		throw error;
	}
	assertSound(listing);
}

const wrongValues: readonly unknown[] = [null, 42, "", "x", [], {}, [null], true];

/** Copies of the document with one value replaced, spread evenly over at most 60 places. */
function* damagedCopies(document: ListDocument): Generator<ListDocument> {
	const paths = [...pathsOf(document.value, [])];
	const step = Math.max(1, Math.floor(paths.length / 60));
	for (let i = 0; i < paths.length; i += step) {
		for (const wrong of wrongValues) {
			yield { ...document, value: replaced(document.value, paths[i] ?? [], wrong) };
		}
	}
}

function* pathsOf(value: unknown, path: (string | number)[]): Generator<(string | number)[]> {
	yield path;
	if (typeof value !== "object" || value === null) return;
	for (const [key, inner] of Object.entries(value))
		yield* pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]);
}

function replaced(value: unknown, path: readonly (string | number)[], wrong: unknown): unknown {
	const [head, ...rest] = path;
	if (head === undefined) return wrong;
	if (Array.isArray(value)) return value.map((inner, i) => (i === head ? replaced(inner, rest, wrong) : inner));
	const object = value as Record<string, unknown>;
	return { ...object, [head]: replaced(object[head], rest, wrong) };
}
