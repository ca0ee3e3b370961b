import { compareText } from "../../base/compare-text.ts";
import { parseNewName } from "../../core/component/index.ts";
import { isFault } from "../../core/errors.ts";
import { type Architecture, parseArchitecture, readImageName, sameImage } from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { factsOfName, knownFacts } from "../listing/known-facts.ts";
import { type Cell, type LineHead, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { pathName } from "../listing/meaningful-name.ts";
import { readTime } from "../reading/read-time.ts";
import { elementsAt, isMembers, memberOf, membersAt, plainText, textOf } from "../reading/values.ts";
import type { Listing, SourceOptions } from "../source.ts";
import { type Built, imagesOf } from "./artifact.ts";
import { isBuilderWord, isPrivateBuilder } from "./builder-cloud.ts";
import { dropReplaced } from "./drop-replaced.ts";
import { regionNames } from "./region-names.ts";

interface Build extends Built {
	readonly path: DocumentPath;
	readonly run: string | null;
	readonly builtAt: string | null;
	readonly architecture: Architecture | null;
	readonly customText: string | null;
}

/** True for `{builds: […], last_run_uuid}`. */
export function isManifest({ value }: ListDocument): boolean {
	if (!isMembers(value)) return false;
	const builds = memberOf(value, "builds");
	if (!Array.isArray(builds)) return false;
	return (
		memberOf(value, "last_run_uuid") !== undefined ||
		builds.some((build) => isMembers(build) && memberOf(build, "packer_run_uuid") !== undefined)
	);
}

/**
 * A manifest gathers runs. A release is the map after one run: images of that run, and images of the last run of
 * builders that did not take part (`packer build -only=…`), listed in a note. The manifest covers only the clouds that
 * it names.
 */
export function parseManifest(document: ListDocument, options: SourceOptions): Listing {
	const collector = lineCollector(document);
	const root = membersAt(document, [], document.value);
	const lastRun = textOf(root, "last_run_uuid");
	const builds: Build[] = [];
	elementsAt(document, ["builds"], memberOf(root, "builds")).forEach((value, i) => {
		if (!isMembers(value)) {
			collector.skip(["builds", i], "not a build");
			return;
		}
		builds.push(readBuild(value, ["builds", i]));
	});
	for (const [name, ofLine] of namedLines(document, options, builds)) addLine(name, ofLine);
	return collector.listing();

	function addLine(name: string, ofLine: readonly Build[]): void {
		const runs = [...Map.groupBy(ofLine, (build) => build.run ?? build.builtAt ?? "")].map(([run, list]) => ({
			run,
			builds: list,
			at: latest(list),
		}));
		// A manifest is appended to, and names its newest run: a clock that is behind, or strip_time, changes neither.
		runs.sort((a, b) => Number(a.run === lastRun) - Number(b.run === lastRun));
		const cells = new Map(ofLine.map((build) => [build, readCells(name, build)]));
		for (const { builds: list } of runs) dropReplaced(collector, { name, builds: list, cells });
		const clouds = [...new Set([...cells.values()].flatMap((list) => list.map((cell) => cell.place().slug)))].sort(
			compareText,
		);
		const head: LineHead = { key: name, name, description: "", tags: ["packer"], scope: { kind: "clouds", clouds } };
		const state = new Map<string, { build: Build; cells: readonly Cell[] }>();
		for (const [order, { run, builds: list, at }] of runs.entries()) {
			assertOneImage(
				document,
				name,
				list.flatMap((build) => cells.get(build) ?? []),
			);
			for (const [key, same] of Map.groupBy(list, builderKey)) {
				const [build] = same as [Build, ...Build[]];
				state.set(key, { build, cells: same.flatMap((one) => cells.get(one) ?? []) });
			}
			const ran = new Set(list.map(builderKey));
			const release = { version: run === "" ? null : run, releasedAt: at, order };
			const now = new Map<string, Cell>();
			const older = [...state].filter(([key]) => !ran.has(key)).map(([, entry]) => entry);
			for (const entry of [...older, ...list.map((build) => ({ cells: cells.get(build) ?? [] }))]) {
				for (const cell of entry.cells) now.set(cell.place().slug, cell);
			}
			for (const cell of now.values()) collector.add({ ...cell, line: head, release });
			for (const note of notesOf(
				list,
				older.filter((entry) => entry.cells.some((cell) => now.get(cell.place().slug) === cell)),
			)) {
				collector.note(head.key, release.version, note);
			}
		}
	}

	function readCells(name: string, build: Build): Cell[] {
		const { images, problems, field } = imagesOf(build, options);
		const path = [...build.path, field];
		for (const why of problems) collector.skip(path, why);
		const facts = knownFacts({
			...factsOfName(name),
			...(build.architecture ? { architecture: build.architecture } : {}),
			release: build.run,
			createdAt: build.builtAt,
		});
		return images.flatMap(({ place, image }): Cell[] => {
			try {
				place();
			} catch (error) {
				if (!isFault(error)) throw error;
				collector.skip(path, error.message);
				return [];
			}
			const line = { key: name, name, description: "", tags: [], scope: { kind: "all" } } as const;
			return [{ path, line, release: { version: build.run, releasedAt: build.builtAt }, place, image, facts }];
		});
	}
}

function readBuild(value: Readonly<Record<string, unknown>>, path: DocumentPath): Build {
	const customData = memberOf(value, "custom_data");
	const custom = (key: string) => (isMembers(customData) ? textOf(customData, key) : null);
	const builder = textOf(value, "name") ?? "";
	return {
		path,
		builder,
		type: textOf(value, "builder_type") ?? "unknown",
		artifactId: plainText(memberOf(value, "artifact_id")),
		files: memberOf(value, "files"),
		run: textOf(value, "packer_run_uuid"),
		builtAt: readTime(textOf(value, "build_time")),
		architecture:
			parseArchitecture(custom("architecture") ?? custom("arch") ?? "") ?? readImageName(builder).architecture,
		custom,
		customText: isMembers(customData)
			? Object.entries(customData)
					.filter(([key, one]) => key !== "mci" && plainText(one) !== null)
					.map(([key, one]) => `${key} ${plainText(one)}`)
					.join(", ") || null
			: null,
	};
}

/**
 * Builds by the logical image that they belong to; a name whose builders are for several architectures becomes one line
 * each.
 */
function namedLines(document: ListDocument, options: SourceOptions, builds: readonly Build[]): [string, Build[]][] {
	const requested = Object.hasOwn(options, "name") ? plainText(options.name) : null;
	const shared = regionNames(builds, (build) => imagesOf(build, options).images);
	const own = builds.map((build) => build.custom("mci") ?? requested ?? sourceName(build));
	function sourceName(build: Build): string | null {
		const inRegion = shared.get(build);
		if (inRegion !== undefined) return inRegion === "" ? null : inRegion;
		// image-builder of Kubernetes names its sources vsphere or proxmox-iso, and the image in custom_data.
		return builderName(build) ?? (isPrivateBuilder(build.type) ? build.custom("build_name") : null);
	}
	const names = [...new Set(own.filter((name) => name !== null))];
	const rest = (names.length === 1 ? names[0] : undefined) ?? pathName(document) ?? "packer-image";
	const lines = Map.groupBy(builds, (build) => validName(own[builds.indexOf(build)] ?? rest));
	return [...lines].flatMap(([name, list]) => {
		const architectures = new Set(list.map((build) => build.architecture).filter((one) => one !== null));
		if (architectures.size < 2) return [[name, list] as [string, Build[]]];
		return [...Map.groupBy(list, (build) => build.architecture)].map(([arch, some]): [string, Build[]] => [
			arch ? `${name}-${arch}` : name,
			some,
		]);
	});
}

const genericBuilder =
	/^(?:aws|azure|gcp|google|amazon|openstack|alicloud|oracle|ibmcloud|default|main|builder|image|source)$/i;

/** The builder's own name if it is significant: not its type, a cloud's name or an OpenStack region. */
function builderName({ builder, type }: Build): string | null {
	const name = builder.replace(/^[a-z0-9-]+\./, "");
	if (
		name === "" ||
		name === type ||
		genericBuilder.test(name) ||
		isBuilderWord(name, type) ||
		type === "openstack" ||
		type.startsWith("openstack-")
	)
		return null;
	return name;
}

function validName(name: string): string {
	try {
		return parseNewName(name);
	} catch (error) {
		if (isFault(error)) return lineName(name, null);
		throw error;
	}
}

function builderKey({ builder, type }: Build): string {
	return `${type}.${builder}`;
}

function latest(builds: readonly Build[]): string | null {
	return builds.reduce<string | null>(
		(last, { builtAt }) => (builtAt !== null && (last === null || builtAt > last) ? builtAt : last),
		null,
	);
}

function assertOneImage(document: ListDocument, name: string, cells: readonly Cell[]): void {
	const seen = new Map<string, Cell>();
	for (const cell of cells) {
		const { slug } = cell.place();
		const before = seen.get(slug);
		if (before && !sameImage(before.image, cell.image)) {
			throw document.malformed(
				cell.path,
				`one run has two images of ${name} for ${slug}: ${before.image.uid} and ${cell.image.uid}; give each its own custom_data.mci`,
			);
		}
		seen.set(slug, cell);
	}
}

function notesOf(ran: readonly Build[], older: readonly { build: Build }[]): string[] {
	const notes = [...new Set(ran.map((build) => build.customText).filter((text) => text !== null))].map(
		(text) => `custom data: ${text}`,
	);
	if (older.length === 0) return notes;
	const names = (builds: readonly Build[]) =>
		[...new Set(builds.map((build) => build.builder || build.type))].sort(compareText).join(", ");
	const left = [...Map.groupBy(older, ({ build }) => build.run ?? build.builtAt ?? "an earlier run")];
	return [
		...notes,
		...left.map(
			([run, list]) => `only ${names(ran)} ran; ${names(list.map(({ build }) => build))} still of run ${run}`,
		),
	];
}
