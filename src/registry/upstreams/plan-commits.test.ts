import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type CloudSlug, cloudOf, type MciContent, mciContent, plainSetting } from "../../core/image/index.ts";
import type { ListedImage, ProductLine, Release, Scope } from "../../upstreams/source.ts";
import { type LinePlan, type LineState, planImport } from "./plan-commits.ts";
import { releaseParts } from "./scope-parts.ts";

/** `east=a west=b`: AWS regions by their short names; other words are clouds. */
type Map = string;
interface ReleaseOf {
	readonly version?: string | null;
	readonly at?: string | null;
	readonly map: Map;
	readonly scope?: Scope;
	readonly notes?: readonly string[];
	readonly heldBack?: string | null;
	readonly listedAt?: string;
}

const empty: LineState = { content: mciContent({ name: "web" }), latest: 0, listed: null, releases: [] };
const aws: Scope = { kind: "cloud-type", type: "aws" };
const all: Scope = { kind: "all" };

describe("planning an import", () => {
	it("commits each release of a new line, oldest first, with its changes", () => {
		const plan = importInto(empty, [r("1", "2026-01-01", "east=a"), r("2", "2026-01-02", "east=b west=c")]);
		expect(told(plan)).toEqual(["1 committed 1", "2 committed 2"]);
		expect(plan.commits.map((commit) => mapOf(commit.content))).toEqual(["east=a", "east=b west=c"]);
		expect(plan.commits.map((commit) => commit.message)).toEqual([
			"Release 1\n\n1 added: aws-east.",
			"Release 2\n\n1 added: aws-west; 1 changed: aws-east.",
		]);
	});

	it("has the upstream's notes in the message, and dates a list without a release", () => {
		const plan = importInto(empty, [
			{ version: null, at: "2026-05-06", map: "east=a", notes: ["1 region is behind."] },
		]);
		expect(plan.commits[0]?.message).toBe("List of 2026-05-06\n\n1 added: aws-east.\n1 region is behind.");
		expect(importInto(empty, [{ version: null, at: null, map: "east=a" }]).commits[0]?.message).toMatch(
			/^List of web\n/,
		);
	});

	it("ignores a line without a map", () => {
		expect(importInto(empty, [r("1", "2026-01-01", "")])).toMatchObject({
			commits: [],
			outcomes: [{ outcome: "unchanged", revision: null }],
		});
	});

	const one = r("1", "2026-01-01", "east=a west=b");
	const two = r("2", "2026-01-02", "east=c west=b");
	const three = r("3", "2026-01-03", "east=d west=b");

	it.each<{ what: string; before: ReleaseOf[]; next: ReleaseOf[]; allowOlder?: boolean; outcomes: string[]; map: Map }>(
		[
			{
				what: "the same again",
				before: [one, two],
				next: [one, two],
				outcomes: ["1 known 1", "2 known 2"],
				map: "east=c west=b",
			},
			{ what: "the newest again", before: [one, two], next: [two], outcomes: ["2 known 2"], map: "east=c west=b" },
			{ what: "a new release", before: [one], next: [two], outcomes: ["2 committed 2"], map: "east=c west=b" },
			{
				what: "two new releases after a known one",
				before: [one],
				next: [one, two, three],
				outcomes: ["1 known 1", "2 committed 2", "3 committed 3"],
				map: "east=d west=b",
			},
			{
				what: "a new release with the same map",
				before: [one],
				next: [r("1.1", "2026-01-05", one.map)],
				outcomes: ["1.1 unchanged 1"],
				map: "east=a west=b",
			},
			{
				what: "a region that is lost",
				before: [one],
				next: [r("2", "2026-01-02", "east=a")],
				outcomes: ["2 committed 2"],
				map: "east=a",
			},
			{
				what: "a region that is added",
				before: [one],
				next: [r("2", "2026-01-02", "east=a north=n west=b")],
				outcomes: ["2 committed 2"],
				map: "east=a north=n west=b",
			},
			{
				what: "all regions lost",
				before: [one],
				next: [r("2", "2026-01-02", "")],
				outcomes: ["2 committed 2"],
				map: "",
			},
			{ what: "an older release", before: [two], next: [one], outcomes: ["1 older -"], map: "east=c west=b" },
			{
				what: "an older release that is allowed",
				before: [two],
				next: [one],
				allowOlder: true,
				outcomes: ["1 committed 2"],
				map: "east=a west=b",
			},
			{
				what: "an older release below a known one",
				before: [two],
				next: [r("1", null, one.map), r("2", null, two.map)],
				outcomes: ["1 older -", "2 known 1"],
				map: "east=c west=b",
			},
			{
				what: "the newest version with other content",
				before: [one, two],
				next: [r("2", "2026-01-02", "east=X west=b")],
				outcomes: ["2 committed 3"],
				map: "east=X west=b",
			},
			{
				what: "an older version's list that changed after",
				before: [one, two],
				next: [r("1", "2026-01-01", "east=X west=b"), two],
				outcomes: ["1 changed-after 1", "2 known 2"],
				map: "east=c west=b",
			},
			{ what: "an earlier file again", before: [one, two], next: [one], outcomes: ["1 known 1"], map: "east=c west=b" },
			{
				what: "a revert that is dated later",
				before: [one, two],
				next: [r("1", "2026-01-09", one.map)],
				outcomes: ["1 committed 3"],
				map: "east=a west=b",
			},
			{
				what: "a revert that is synced",
				before: [one, two],
				next: [one],
				allowOlder: true,
				outcomes: ["1 committed 3"],
				map: "east=a west=b",
			},
			{
				what: "a revert of a version with other content",
				before: [one, two],
				next: [r("1", "2026-01-09", "east=Y")],
				outcomes: ["1 committed 3"],
				map: "east=Y",
			},
			{
				what: "a document of many releases with one more",
				before: [one, two],
				next: [one, two, three],
				allowOlder: true,
				outcomes: ["1 known 1", "2 known 2", "3 committed 3"],
				map: "east=d west=b",
			},
			{
				what: "undated lists without a version, changed",
				before: [u("east=a")],
				next: [u("east=b")],
				outcomes: ["- committed 2"],
				map: "east=b",
			},
			{
				what: "undated lists without a version, the same",
				before: [u("east=a")],
				next: [u("east=a")],
				outcomes: ["- known 1"],
				map: "east=a",
			},
			{
				what: "undated lists without a version, back again",
				before: [u("east=a"), u("east=b")],
				next: [u("east=a")],
				outcomes: ["- committed 3"],
				map: "east=a",
			},
		],
	)("after earlier imports: $what", ({ before, next, allowOlder, outcomes, map }) => {
		let state = empty;
		for (const release of before) state = brought(state, importInto(state, [release]));
		const plan = importInto(state, next, { allowOlder });
		expect(told(plan)).toEqual(outcomes);
		const state2 = brought(state, plan);
		expect(mapOf(state2.content)).toBe(map);
		expect(importInto(state2, next, { allowOlder }).commits, "a second time does nothing").toEqual([]);
	});

	it("explains a revert", () => {
		let state = empty;
		for (const release of [one, two]) state = brought(state, importInto(state, [release]));
		expect(importInto(state, [one], { allowOlder: true }).commits[0]?.message).toMatch(
			/^Release 1, back to revision 1\n/,
		);
		expect(importInto(state, [r("2", "2026-01-02", "east=X")]).commits[0]?.message).toMatch(
			/^Release 2, published again with other content\n/,
		);
	});

	describe("with a scope", () => {
		it.each<{ what: string; scope: Scope; before: Map; next: Map; map: Map }>([
			{
				what: "a type of cloud leaves the others",
				scope: aws,
				before: "east=a gcp=g",
				next: "west=b",
				map: "west=b gcp=g",
			},
			{
				what: "named clouds leave the others",
				scope: { kind: "clouds", clouds: ["aws-east"] },
				before: "east=a west=b",
				next: "east=c",
				map: "east=c west=b",
			},
			{
				what: "a named cloud that is gone",
				scope: { kind: "clouds", clouds: ["aws-east"] },
				before: "east=a west=b",
				next: "",
				map: "west=b",
			},
			{
				what: "a partition leaves the others",
				scope: { kind: "aws-partition", partition: "us-gov" },
				before: "east=a us-gov-east-1=g",
				next: "us-gov-east-1=h",
				map: "east=a us-gov-east-1=h",
			},
			{
				what: "several scopes",
				scope: {
					kind: "any-of",
					scopes: [
						{ kind: "cloud-type", type: "gcp" },
						{ kind: "clouds", clouds: ["aws-east"] },
					],
				},
				before: "east=a west=b gcp=g",
				next: "gcp=h",
				map: "west=b gcp=h",
			},
			{ what: "all takes every cloud", scope: all, before: "east=a gcp=g", next: "west=b", map: "west=b" },
		])("$what", ({ scope, before, next, map }) => {
			const state = brought(empty, importInto(empty, [{ version: "1", at: "2026-01-01", map: before, scope: all }]));
			const plan = importInto(state, [{ version: "2", at: "2026-01-02", map: next, scope }]);
			expect(mapOf(plan.commits[0]?.content)).toBe(map);
		});

		it("keeps a timeline per part: files of different clouds can come in any order", () => {
			const gcp: Scope = { kind: "cloud-type", type: "gcp" };
			const releases: ReleaseOf[] = [
				{ version: "2", at: "2026-01-02", map: "east=a", scope: aws },
				{ version: "1", at: "2026-01-01", map: "gcp=g", scope: gcp },
				{ version: "2", at: "2026-01-02", map: "gcp=h", scope: gcp },
			];
			let state = empty;
			for (const release of releases) state = brought(state, importInto(state, [release]));
			expect(mapOf(state.content)).toBe("east=a gcp=h");
			for (const release of releases) expect(importInto(state, [release]).commits).toEqual([]);
			expect(told(importInto(state, [{ version: "1", at: "2026-01-01", map: "east=old", scope: aws }]))).toEqual([
				"1 older -",
			]);
		});
	});

	describe("alongside users' edits", () => {
		const start = brought(empty, importInto(empty, [r("1", "2026-01-01", "east=a west=b")]));

		it("keeps a default instance type and user data", () => {
			const state = person(start, (content) => ({
				...content,
				settings: content.settings.map((setting) => ({ ...setting, instanceType: "large", userData: "#!" })),
			}));
			const plan = importInto(state, [r("2", "2026-01-02", "east=c west=b")]);
			expect(plan.commits[0]?.content.settings).toMatchObject([
				{ image: { uid: "c" }, instanceType: "large", userData: "#!" },
				{ image: { uid: "b" }, instanceType: "large", userData: "#!" },
			]);
		});

		it("merges another cloud's image, an additional cloud, fields and a removal", () => {
			const state = person(start, (content) => ({
				...content,
				description: "ours",
				tags: ["t"],
				settings: [plainSetting("aws-east" as CloudSlug, id("ours")), plainSetting("gcp" as CloudSlug, id("g"))],
			}));
			const plan = importInto(state, [r("2", "2026-01-02", "east=a north=n west=b")], { scope: aws });
			expect(mapOf(plan.commits[0]?.content)).toBe("east=ours north=n gcp=g");
			expect(plan.commits[0]?.content).toMatchObject({ description: "ours", tags: ["t"] });
		});

		it("keeps their change over every release that does not change the place, in one import or in many", () => {
			const changed = person(start, (content) => ({
				...content,
				settings: [plainSetting("aws-east" as CloudSlug, id("ours"))],
			}));
			const releases = [r("2", "2026-01-02", "east=a north=1 west=b"), r("3", "2026-01-03", "east=a north=2 west=b")];
			const atOnce = importInto(changed, releases);
			expect(told(atOnce)).toEqual(["2 committed 3", "3 committed 4"]);
			expect(mapOf(atOnce.commits.at(-1)?.content)).toBe("east=ours north=2");
			let state = changed;
			for (const release of releases) state = brought(state, importInto(state, [release]));
			expect(mapOf(state.content)).toBe("east=ours north=2");
		});

		it("stops the line where both changed one place differently, and reports the place", () => {
			const state = person(start, (content) => ({
				...content,
				settings: [plainSetting("aws-east" as CloudSlug, id("ours"))],
			}));
			const plan = importInto(state, [
				r("2", "2026-01-02", "east=theirs west=b"),
				r("3", "2026-01-03", "east=theirs west=X"),
			]);
			expect(plan.commits).toEqual([]);
			expect(plan.outcomes.map((outcome) => outcome.text)).toEqual([
				"changed both upstream and here: aws-east",
				"changed both upstream and here: aws-east, aws-west",
			]);
		});

		it("has no conflict where both made the same change", () => {
			const state = person(start, (content) => ({
				...content,
				settings: [plainSetting("aws-east" as CloudSlug, id("same")), ...content.settings.slice(1)],
			}));
			expect(told(importInto(state, [r("2", "2026-01-02", "east=same west=b")]))).toEqual(["2 unchanged 2"]);
			expect(told(importInto(state, [r("2", "2026-01-02", "east=same west=c")]))).toEqual(["2 committed 3"]);
		});
	});
});

describe("planning an import of a list that is not the newest", () => {
	it.each([
		["1.9.0", "1.10.0", "older"],
		["1.10.0", "1.9.0", "committed"],
		["1.10.0-rc1", "1.10.0", "older"],
		["66acd770", "9bcbff71c", "committed"],
	])("judges %s after %s by its version where there is no date: %s", (version, known, outcome) => {
		const state = brought(empty, importInto(empty, [r(known, null, "east=a")]));
		expect(importInto(state, [r(version, null, "east=b")]).outcomes.map((one) => one.outcome)).toEqual([outcome]);
	});

	it("calls an old release that is published again older, whatever its date", () => {
		const state = brought(empty, importInto(empty, [r("2135.5.0", "2019-07-01", "east=a")]));
		expect(told(importInto(state, [r("367.1.0", "2019-07-02", "east=b")]))).toEqual(["367.1.0 older -"]);
	});

	it("takes a release after the newest one of its list, though its clock was behind", () => {
		const first = r("run-a", "2026-01-02", "east=a");
		const state = brought(empty, importInto(empty, [first]));
		expect(told(importInto(state, [first, r("run-b", "2026-01-01", "east=b")]))).toEqual([
			"run-a known 1",
			"run-b committed 2",
		]);
	});

	it("follows a later list that goes back, once", () => {
		const high = { ...r("49.84.202108221747-0", "2021-08-22", "east=a"), listedAt: "2021-08-25" };
		const low = { ...r("49.84.202106302247-0", "2021-06-30", "east=b"), listedAt: "2021-06-30" };
		const back = { ...low, listedAt: "2021-09-03" };
		let state = empty;
		for (const release of [low, high, back]) state = brought(state, importInto(state, [release]));
		expect(state.latest).toBe(3);
		expect(mapOf(state.content)).toBe("east=b");
		for (const release of [low, high, back]) {
			const again = importInto(state, [release]);
			expect(again.commits).toEqual([]);
			expect(told(again)[0]).toContain("known");
		}
	});

	it("follows a later list to an earlier release that was never imported", () => {
		const high = { ...r("2.0", "2021-08-22", "east=a"), listedAt: "2021-08-25" };
		const back = { ...r("1.0", "2021-06-30", "east=b"), listedAt: "2021-09-03" };
		const state = brought(empty, importInto(empty, [high]));
		const plan = importInto(state, [back]);
		expect(told(plan)).toEqual(["1.0 committed 2"]);
		expect(told(importInto(brought(state, plan), [high]))).toEqual(["2.0 known 1"]);
	});
});

describe("planning an import of releases that are held back", () => {
	const one = r("1", null, "east=a");
	const two = r("2", null, "east=b");
	const preview = { ...r("3", null, "east=c"), heldBack: "preview" };
	const released = r("3", null, "east=c");
	const marksOf = (plan: LinePlan) => plan.marks.map(({ number, heldBack }) => `${number} ${heldBack}`);

	it("commits them and says why they are held back", () => {
		const plan = importInto(empty, [one, two, preview]);
		expect(told(plan)).toEqual(["1 committed 1", "2 committed 2", "3 committed 3"]);
		expect(plan.outcomes[2]).toMatchObject({ text: "held back: preview; 1 changed: aws-east", heldBack: "preview" });
		expect(plan.commits.map(({ message }) => message.split("\n")[0])).toEqual(["Release 1", "Release 2", "Release 3"]);
	});

	it.each([[false], [true]])("changes nothing the second time, followed by its URL: %s", (allowOlder) => {
		const state = brought(empty, importInto(empty, [one, two, preview]));
		const again = importInto(state, [one, two, preview], { allowOlder });
		expect(again.commits).toEqual([]);
		expect(again.marks).toEqual([]);
		expect(told(again)).toEqual(["1 known 1", "2 known 2", "3 known 3"]);
	});

	it("does not call a release older because of a preview above it", () => {
		const state = brought(empty, importInto(empty, [one, preview]));
		expect(told(importInto(state, [one, two, preview]))).toEqual(["1 known 1", "2 committed 3", "3 known 2"]);
	});

	it.each([[false], [true]])("clears the mark of one that is released, followed by its URL: %s", (allowOlder) => {
		const state = brought(empty, importInto(empty, [one, two, preview]));
		const plan = importInto(state, [one, two, released], { allowOlder });
		expect(marksOf(plan)).toEqual(["3 null"]);
		expect(plan.commits).toEqual([]);
		expect(plan.outcomes.at(-1)).toMatchObject({
			outcome: "released",
			revision: 3,
			text: "revision 3 is no longer held back",
		});
		expect(importInto(brought(state, plan), [one, two, released], { allowOlder }).marks).toEqual([]);
	});

	it("commits it again if others were committed after the preview", () => {
		const before = brought(empty, importInto(empty, [one, preview]));
		const state = brought(before, importInto(before, [one, two, preview]));
		const plan = importInto(state, [one, two, released]);
		expect(marksOf(plan)).toEqual(["2 null"]);
		expect(told(plan)).toEqual(["1 known 1", "2 known 3", "3 committed 4"]);
		const after = brought(state, plan);
		expect(told(importInto(after, [one, two, released]))).toEqual(["1 known 1", "2 known 3", "3 known 4"]);
	});

	it.each([[false], [true]])("marks the newest when it is obsolete now, followed by its URL: %s", (allowOlder) => {
		const state = brought(empty, importInto(empty, [one, two]));
		const plan = importInto(state, [one, { ...two, heldBack: "obsolete" }], { allowOlder });
		expect(marksOf(plan)).toEqual(["2 obsolete"]);
		expect(plan.commits).toEqual([]);
		expect(told(plan)).toEqual(["1 known 1", "2 held-back 2"]);
		const after = brought(state, plan);
		expect(importInto(after, [one, { ...two, heldBack: "obsolete" }], { allowOlder }).marks).toEqual([]);
	});

	it("ignores the marks of a list from before the newest release", () => {
		const state = brought(empty, importInto(empty, [one, two, released]));
		expect(marksOf(importInto(state, [one, { ...two, heldBack: "preview" }]))).toEqual([]);
	});

	it("commits a release whose map is that of the preview before it", () => {
		const state = brought(empty, importInto(empty, [one, preview]));
		expect(told(importInto(state, [r("4", null, "east=c")]))).toEqual(["4 committed 3"]);
	});
});

function r(version: string, at: string | null, map: Map): ReleaseOf {
	return { version, at, map };
}

function u(map: Map): ReleaseOf {
	return { version: null, at: null, map };
}

function id(uid: string) {
	return { kind: "id" as const, uid, checksum: null };
}

function importInto(
	state: LineState,
	releases: readonly ReleaseOf[],
	options: { allowOlder?: boolean | undefined; scope?: Scope } = {},
): LinePlan {
	const line: ProductLine = {
		key: "web",
		name: "web",
		description: "",
		tags: [],
		scope: options.scope ?? all,
		releases: releases.map(releaseOf),
	};
	const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
	return planImport(line, state, {
		allowOlder: options.allowOlder ?? false,
		partsOf: (scope, release) => releaseParts(scope, release, sha256),
	});
}

function releaseOf({
	version = null,
	at = null,
	map,
	scope,
	notes = [],
	heldBack = null,
	listedAt,
}: ReleaseOf): Release {
	return {
		version,
		releasedAt: at === null ? null : `${at}T00:00:00.000Z`,
		notes,
		images: map.split(" ").filter(Boolean).map(listed),
		...(scope ? { scope } : {}),
		heldBack,
		...(listedAt === undefined ? {} : { listedAt }),
	};
}

function listed(cell: string): ListedImage {
	const [place = "", uid = ""] = cell.split("=");
	return { cloud: place === "gcp" ? cloudOf("gcp", null) : cloudOf("aws", place), image: id(uid), facts: {} };
}

/** The registry's state after a plan; the upstream's own view is its list, cloud by cloud. */
function brought(state: LineState, plan: LinePlan): LineState {
	const content = plan.commits.at(-1)?.content ?? state.content;
	let before = state.content;
	const listedSettings = new Map((state.listed ?? empty.content).settings.map((setting) => [setting.cloud, setting]));
	for (const commit of plan.commits) {
		const had = new Map(before.settings.map((setting) => [setting.cloud, setting]));
		const has = new Map(commit.content.settings.map((setting) => [setting.cloud, setting]));
		for (const cloud of had.keys()) if (!has.has(cloud)) listedSettings.delete(cloud);
		for (const [cloud, setting] of has)
			if (had.get(cloud)?.image.uid !== setting.image.uid) listedSettings.set(cloud, setting);
		before = commit.content;
	}
	return {
		content,
		latest: state.latest + plan.commits.length,
		listed: mciContent({ ...content, settings: listedSettings.values() }),
		releases: [
			...state.releases.map((known) => ({
				...known,
				...plan.marks.find(({ number }) => number === known.number),
			})),
			...plan.commits.map(({ release, parts }, i) => ({
				number: state.latest + i + 1,
				version: release.version,
				releasedAt: release.releasedAt,
				parts,
				listedAt: release.listedAt ?? null,
				heldBack: release.heldBack ?? null,
			})),
		],
	};
}

/** A user changes HEAD and commits. */
function person(state: LineState, change: (content: MciContent) => MciContent): LineState {
	return { ...state, content: mciContent(change(state.content)), latest: state.latest + 1 };
}

function told(plan: LinePlan): string[] {
	return plan.outcomes.map(({ version, outcome, revision }) => `${version ?? "-"} ${outcome} ${revision ?? "-"}`);
}

function mapOf(content: MciContent | undefined): Map {
	return (content?.settings ?? []).map(({ cloud, image }) => `${cloud.replace(/^aws-/, "")}=${image.uid}`).join(" ");
}
