import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contents } from "../../../test/arbitraries.ts";
import { type CloudSlug, parseCloudSlug } from "../image/cloud.ts";
import { type MciContent, mciContent } from "../image/mci.ts";
import { plainSetting, type Setting } from "../image/setting.ts";
import { applyChanges } from "../patch/patch-contents.ts";
import type { MciChange } from "./change.ts";
import { changedClouds, diffContents } from "./diff-contents.ts";

const slug = (text: string): CloudSlug => parseCloudSlug(text);
const setting = (cloud: string, uid: string, more: Partial<Setting> = {}): Setting => ({
	...plainSetting(slug(cloud), { kind: "id", uid, checksum: null }),
	...more,
});
const web = (settings: Setting[] = [], more: Partial<MciContent> = {}) =>
	mciContent({ name: "web", ...more, settings });

describe("a diff", () => {
	it.each<{ what: string; before: MciContent; after: MciContent; changes: MciChange[] }>([
		{ what: "nothing", before: web([setting("gcp", "i")]), after: web([setting("gcp", "i")]), changes: [] },
		{
			what: "words and tags",
			before: web([], { tags: ["a", "b"] }),
			after: web([], { name: "db", description: "d", tags: ["b", "c"] }),
			changes: [
				{ kind: "text-changed", field: "name", before: "web", after: "db" },
				{ kind: "text-changed", field: "description", before: "", after: "d" },
				{ kind: "tag-removed", tag: "a" },
				{ kind: "tag-added", tag: "c" },
			],
		},
		{
			what: "clouds added, removed and changed, in the order of clouds",
			before: web([setting("aws", "a"), setting("gcp", "g")]),
			after: web([setting("azure", "z"), setting("gcp", "h", { instanceType: "large" })]),
			changes: [
				{ kind: "setting-removed", cloud: "aws", before: setting("aws", "a") },
				{ kind: "setting-added", cloud: "azure", after: setting("azure", "z") },
				{
					kind: "setting-changed",
					cloud: "gcp",
					field: "image",
					before: { kind: "id", uid: "g", checksum: null },
					after: { kind: "id", uid: "h", checksum: null },
				},
				{ kind: "setting-changed", cloud: "gcp", field: "instanceType", before: null, after: "large" },
			],
		},
	])("shows $what", ({ before, after, changes }) => {
		expect(diffContents(before, after)).toEqual(changes);
		expect(applyChanges(before, changes)).toEqual(after);
	});

	it("applied to the old content gives the new one", () => {
		fc.assert(
			fc.property(contents, contents, (a, b) => {
				expect(applyChanges(a, diffContents(a, b))).toEqual(b);
			}),
		);
	});

	it("of a content with itself is empty, and of two different ones is not", () => {
		fc.assert(
			fc.property(contents, contents, (a, b) => {
				expect(diffContents(a, structuredClone(a))).toEqual([]);
				expect(diffContents(a, b).length === 0).toBe(JSON.stringify(a) === JSON.stringify(b));
			}),
		);
	});

	it("touches the same clouds in reverse, each as often", () => {
		fc.assert(
			fc.property(contents, contents, (a, b) => {
				const [there, back] = [diffContents(a, b), diffContents(b, a)];
				expect(back).toHaveLength(there.length);
				expect(changedClouds(back)).toEqual(changedClouds(there));
			}),
		);
	});

	it("of ten times as many settings looks at ten times as many clouds, not more", () => {
		let looks = 0;
		const counted = (uid: string, count: number): MciContent => {
			const content = web(Array.from({ length: count }, (_, i) => setting(`c-${i}`, i % 3 === 0 ? uid : "same")));
			const settings = content.settings.map(({ cloud, ...rest }) => ({
				...rest,
				get cloud() {
					looks++;
					return cloud;
				},
			}));
			return { ...content, settings };
		};
		const looksAt = (count: number) => {
			const [before, after] = [counted("a", count), counted("b", count)];
			looks = 0;
			expect(diffContents(before, after)).toHaveLength(Math.ceil(count / 3));
			return looks;
		};
		const few = looksAt(1000);
		expect(few).toBeGreaterThan(0);
		expect(looksAt(10_000)).toBeLessThan(few * 10.1);
	});

	it("applied to another content adds and removes what it can", () => {
		const changes = diffContents(web([setting("gcp", "g")]), web([setting("gcp", "h"), setting("aws", "a")]));
		expect(applyChanges(web(), changes)).toEqual(web([setting("aws", "a")]));
	});
});
