import { cloudOf, parseArchitecture } from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { idProblem } from "../listing/id-problem.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { type LineCollector, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { isMembers, type Members, memberOf, membersAt, membersOf, plainText, textOf } from "../reading/values.ts";
import type { Listing } from "../source.ts";
import { type Build, buildOf } from "./read-build.ts";

/** True for builds with `artifacts` and an Alpine release or revision, two levels of keys down. */
export function isAlpineReleases(value: unknown): boolean {
	return firstMembers(value).some((middle) => firstMembers(middle).some((inner) => firstMembers(inner).some(isBuild)));
}

/**
 * Reads the builds below two levels of keys: branch and architecture, then release, in older lists; release, then image
 * key, in newer ones. Builds contain their own properties, so the order does not matter.
 */
export function parseAlpineReleases(document: ListDocument): Listing {
	const lines = lineCollector(document);
	const builds: ListedBuild[] = [];
	for (const [outer, outerValue] of groupsOf(lines, membersAt(document, [], document.value), [])) {
		for (const [inner, innerValue] of groupsOf(lines, outerValue, [outer])) {
			for (const [name, value] of groupsOf(lines, innerValue, [outer, inner])) {
				const path = [outer, inner, name] as const;
				builds.push({ build: buildOf(value, path), value, path });
			}
		}
	}
	for (const listed of onTracks(builds)) addBuild(lines, listed);
	return lines.listing();
}

interface ListedBuild {
	readonly build: Build;
	readonly value: Members;
	readonly path: DocumentPath;
}

/**
 * Where a list builds one branch under two names (`current-x86_64` and `v3_9-x86_64`), with ids of their own, each name
 * is a product line.
 */
function onTracks(builds: readonly ListedBuild[]): ListedBuild[] {
	const tracks = Map.groupBy(builds, ({ build }) => branchKey(build));
	return builds.map((listed) => {
		const { build } = listed;
		const names = new Set(tracks.get(branchKey(build))?.map((one) => one.build.track));
		return names.size > 1 ? { ...listed, build: { ...build, branch: build.track } } : listed;
	});
}

function branchKey({ profile, branch, architecture, variant }: Build): string {
	return JSON.stringify([profile, branch, architecture, variant]);
}

function groupsOf(lines: LineCollector, members: Members, path: DocumentPath): [string, Members][] {
	return Object.entries(members).flatMap(([key, value]): [string, Members][] => {
		if (isMembers(value)) return [[key, value]];
		lines.skip([...path, key], "the entry is neither a build nor a group of builds");
		return [];
	});
}

function addBuild(lines: LineCollector, { build, value, path }: ListedBuild): void {
	const artifacts = Object.entries(membersOf(memberOf(value, "artifacts")));
	if (artifacts.length === 0) lines.skip(path, "the build has no artifacts");
	for (const [region, id] of artifacts) addImage(lines, build, { region, id, path: [...path, "artifacts", region] });
}

interface Cell {
	readonly region: string;
	readonly id: unknown;
	readonly path: DocumentPath;
}

function addImage(lines: LineCollector, build: Build, { region, id, path }: Cell): void {
	const uid = plainText(id) ?? "";
	const problem = idProblem(build.cloud, uid);
	if (problem !== undefined) {
		lines.skip(path, problem);
		return;
	}
	const architecture = build.architecture === null ? null : (parseArchitecture(build.architecture) ?? null);
	const platform = architecture ?? build.architecture;
	const version = build.revision === null ? build.release : `${build.release}-${build.revision}`;
	lines.add({
		path,
		line: {
			key: [build.profile, build.branch, platform, build.variant].filter((part) => part !== null).join("/"),
			name: lineName([build.profile, build.branch, build.variant ?? ""].join(" "), platform),
			description: `Alpine Linux ${build.branch}${platform === null ? "" : ` for ${platform}`}`,
			tags: [],
			scope: { kind: "all" },
		},
		release: { version, releasedAt: build.createdAt },
		place: () => cloudOf(build.cloud, region),
		image: { kind: "id", uid, checksum: null },
		facts: knownFacts({
			name: build.name,
			os: "alpine",
			osVersion: build.release,
			architecture,
			publishedArchitecture: build.architecture,
			variant: build.variant,
			release: version,
			createdAt: build.createdAt,
			endOfLifeAt: build.endOfLifeAt,
		}),
	});
}

function isBuild(build: Members): boolean {
	return (
		isMembers(memberOf(build, "artifacts")) && textOf(build, "release") !== null && textOf(build, "revision") !== null
	);
}

/** Some of the objects in an object: enough to recognize a list. */
function firstMembers(value: unknown): Members[] {
	return isMembers(value) ? Object.values(value).slice(0, 5).filter(isMembers) : [];
}
