import { fault } from "../core/errors.ts";
import { orderReleases } from "../core/image/index.ts";
import type { ListDocument } from "./document.ts";
import { findContradictions } from "./find-contradictions.ts";
import { findUnknownRegions } from "./find-unknown-regions.ts";
import { settleHeldBack } from "./listing/held-back.ts";
import { readDocument } from "./reading/read-document.ts";
import { recognizeSources } from "./recognize-sources.ts";
import type { Listing, ListWarning, ProductLine, Release, Scope, Source, SourceOptions } from "./source.ts";
import { sources } from "./sources.gen.ts";

/** Bytes of a published list and their source: a path or URL, whose last part names the list. */
export interface ListBytes {
	readonly path: string;
	readonly bytes: Uint8Array;
}

export interface ReadingOptions {
	/** Id of the format; absent = recognized from the content. */
	readonly format?: string | undefined;
	/** The format's options, and `release` and `released-at` for lists that do not name their release. */
	readonly options?: SourceOptions | undefined;
}

/**
 * One listing to be imported: of one document, or of several that speak for different clouds of the same product lines.
 */
export interface ReadListing {
	readonly format: string;
	readonly from: string;
	readonly listing: Listing;
	readonly warnings: readonly ListWarning[];
}

/**
 * Reads published lists in their order. Neighbours of one format that speak for different clouds (one file per cloud or
 * region) are joined, so that a release which is spread over them becomes one commit. Throws the fault of the first
 * file that is refused: nothing of the others is imported either.
 */
export function readListings(files: readonly ListBytes[], reading: ReadingOptions): ReadListing[] {
	const read: ReadListing[] = [];
	for (const file of files) {
		const one = readListing(file, reading);
		const before = read.at(-1);
		const joined = before && joinListings(before, one);
		if (joined) read[read.length - 1] = joined;
		else read.push(one);
	}
	return read;
}

function readListing(file: ListBytes, { format, options = {} }: ReadingOptions): ReadListing {
	const document = readDocument(file.path, file.bytes);
	const source = format === undefined ? recognize(document) : sourceOf(format);
	assertOptions(source, options);
	const listing = source.parse(document, options);
	return {
		format: source.id,
		from: document.fileName,
		listing: withGivenRelease(listing, document, options),
		warnings: [...findContradictions(listing), ...findUnknownRegions(listing)],
	};
}

function sourceOf(format: string): Source {
	const source = sources.find((one) => one.id === format);
	if (!source) throw fault("upstream-format-missing", { format, formats: sources.map((one) => one.id) });
	return source;
}

function recognize(document: ListDocument): Source {
	const fitting = recognizeSources(document);
	const [first, second] = fitting;
	if (!first)
		throw fault("upstream-format-unknown", { file: document.fileName, formats: sources.map((one) => one.id) });
	if (second)
		throw fault("upstream-format-ambiguous", {
			file: document.fileName,
			formats: fitting.map((one) => one.id).join(" or "),
		});
	return first;
}

const commonOptions = ["release", "released-at"];

function assertOptions(source: Source, options: SourceOptions): void {
	const known = [...source.options.map((option) => option.name), ...commonOptions];
	for (const option of Object.keys(options)) {
		if (!known.includes(option)) {
			throw fault("upstream-option-invalid", {
				option,
				format: source.id,
				problem: `the format has no such option; its options are ${known.join(", ")}`,
			});
		}
	}
	const at = options["released-at"];
	if (at !== undefined && Number.isNaN(Date.parse(at))) {
		throw fault("upstream-option-invalid", {
			option: "released-at",
			format: source.id,
			problem: `“${at}” is not a date; write 2026-01-31 or 2026-01-31T12:00:00Z`,
		});
	}
}

/**
 * Lists without a release of their own take it from the options, and its time from a date that begins the file's name.
 */
function withGivenRelease(listing: Listing, document: ListDocument, options: SourceOptions): Listing {
	const given = options["released-at"];
	const listedAt = dateOfName(document.fileName);
	const releasedAt = given === undefined ? listedAt : new Date(given).toISOString();
	const version = options["release"] ?? null;
	if (releasedAt === null && version === null) return listing;
	const listed = (release: Release): Release => (listedAt === null ? release : { ...release, listedAt });
	const complete = (release: Release): Release => ({
		...listed(release),
		version: release.version ?? version,
		releasedAt: release.releasedAt ?? (release.version === null ? releasedAt : null),
	});
	return {
		...listing,
		lines: listing.lines.map((line) => ({
			...line,
			releases: line.releases.map(line.releases.length === 1 ? complete : listed),
		})),
	};
}

function dateOfName(fileName: string): string | null {
	const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2})(\d{2})(\d{2}))?(?=[^\d]|$)/.exec(fileName);
	if (!match) return null;
	const time = Date.parse(`${match[1]}T${match[2] ?? "00"}:${match[3] ?? "00"}:${match[4] ?? "00"}Z`);
	return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/**
 * Both as one, or undefined when they are not parts of one state: other formats, no common line, or the same clouds in
 * both.
 */
function joinListings(a: ReadListing, b: ReadListing): ReadListing | undefined {
	if (a.format !== b.format) return undefined;
	const lines = new Map(a.listing.lines.map((line) => [line.key, line]));
	const shared = b.listing.lines.filter((line) => lines.has(line.key));
	if (shared.length === 0) return undefined;
	for (const line of b.listing.lines) {
		const other = lines.get(line.key);
		if (other && !areApart(other.scope, line.scope)) return undefined;
		lines.set(line.key, other ? joinLines(other, line) : line);
	}
	return {
		format: a.format,
		from: `${a.from}, ${b.from}`,
		listing: { lines: [...lines.values()], skipped: [...a.listing.skipped, ...b.listing.skipped] },
		warnings: [...a.warnings, ...b.warnings],
	};
}

function areApart(a: Scope, b: Scope): boolean {
	const [left, right] = [parts(a), parts(b)];
	return left.every((one) => right.every((other) => one.kind === other.kind && arePartsApart(one, other)));
}

function arePartsApart(a: Scope, b: Scope): boolean {
	if (a.kind === "cloud-type" && b.kind === "cloud-type") return a.type !== b.type;
	if (a.kind === "aws-partition" && b.kind === "aws-partition") return a.partition !== b.partition;
	if (a.kind === "clouds" && b.kind === "clouds") return !a.clouds.some((cloud) => b.clouds.includes(cloud));
	return false;
}

function parts(scope: Scope): readonly Scope[] {
	return scope.kind === "any-of" ? scope.scopes : [scope];
}

/** Each release covers only the documents that list it: the clouds of the others stay unchanged. */
function joinLines(a: ProductLine, b: ProductLine): ProductLine {
	const releases = new Map<string, Release>();
	for (const line of [a, b]) {
		for (const release of line.releases) {
			const key = release.version ?? `at ${release.releasedAt}`;
			const other = releases.get(key);
			const scope = release.scope ?? line.scope;
			releases.set(key, other ? joinReleases(other, { ...release, scope }) : { ...release, scope });
		}
	}
	const scope: Scope = { kind: "any-of", scopes: [...parts(a.scope), ...parts(b.scope)] };
	return { ...a, scope, releases: settleHeldBack(orderReleases([...releases.values()])) };
}

function joinReleases(a: Release, b: Release): Release {
	const listedAt = [a.listedAt, b.listedAt]
		.filter((at) => typeof at === "string")
		.sort()
		.at(-1);
	return {
		version: a.version,
		releasedAt: a.releasedAt ?? b.releasedAt,
		...(listedAt ? { listedAt } : {}),
		...(a.order === undefined ? {} : { order: a.order }),
		images: [...a.images, ...b.images],
		notes: [...new Set([...a.notes, ...b.notes])],
		scope: { kind: "any-of", scopes: [a.scope, b.scope].flatMap((scope) => (scope ? parts(scope) : [])) },
	};
}
