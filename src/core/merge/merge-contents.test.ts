import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contents } from "../../../test/arbitraries.ts";
import { parseCloudSlug } from "../image/cloud.ts";
import { type MciContent, mciContent } from "../image/mci.ts";
import { plainSetting, type Setting } from "../image/setting.ts";
import { mergeContents } from "./merge-contents.ts";

/** `gcp=i/large aws=a`: cloud, image, instance type. */
function web(map: string, more: Partial<MciContent> = {}): MciContent {
	const settings = map
		.split(" ")
		.filter(Boolean)
		.map((cell): Setting => {
			const [cloud = "", value = ""] = cell.split("=");
			const [uid = "", instanceType = null] = value.split("/");
			return { ...plainSetting(parseCloudSlug(cloud), { kind: "id", uid, checksum: null }), instanceType };
		});
	return mciContent({ name: "web", ...more, settings });
}

function mapOf(content: MciContent): string {
	return content.settings
		.map(({ cloud, image, instanceType }) => `${cloud}=${image.uid}${instanceType ? `/${instanceType}` : ""}`)
		.join(" ");
}

describe("a merge", () => {
	it.each<{ what: string; base: string; ours: string; theirs: string; merged: string; conflicts?: string[] }>([
		{ what: "nobody changed", base: "gcp=1", ours: "gcp=1", theirs: "gcp=1", merged: "gcp=1" },
		{ what: "we changed", base: "gcp=1", ours: "gcp=2", theirs: "gcp=1", merged: "gcp=2" },
		{ what: "they changed", base: "gcp=1", ours: "gcp=1", theirs: "gcp=2", merged: "gcp=2" },
		{ what: "both made the same change", base: "gcp=1", ours: "gcp=2", theirs: "gcp=2", merged: "gcp=2" },
		{
			what: "both changed differently",
			base: "gcp=1",
			ours: "gcp=2",
			theirs: "gcp=3",
			merged: "gcp=2",
			conflicts: ["field gcp image"],
		},
		{
			what: "each changed another cloud",
			base: "aws=1 gcp=1",
			ours: "aws=2 gcp=1",
			theirs: "aws=1 gcp=2",
			merged: "aws=2 gcp=2",
		},
		{ what: "each changed another field", base: "gcp=1", ours: "gcp=1/large", theirs: "gcp=2", merged: "gcp=2/large" },
		{ what: "each added a cloud", base: "", ours: "aws=1", theirs: "gcp=1", merged: "aws=1 gcp=1" },
		{ what: "both added one cloud alike", base: "", ours: "gcp=1", theirs: "gcp=1", merged: "gcp=1" },
		{
			what: "both added one cloud, one with more",
			base: "",
			ours: "gcp=1",
			theirs: "gcp=1/large",
			merged: "gcp=1/large",
		},
		{
			what: "both added one cloud differently",
			base: "",
			ours: "gcp=1",
			theirs: "gcp=2",
			merged: "gcp=1",
			conflicts: ["field gcp image"],
		},
		{ what: "we removed", base: "gcp=1", ours: "", theirs: "gcp=1", merged: "" },
		{ what: "they removed", base: "gcp=1", ours: "gcp=1", theirs: "", merged: "" },
		{ what: "both removed", base: "gcp=1", ours: "", theirs: "", merged: "" },
		{
			what: "we removed what they changed",
			base: "gcp=1",
			ours: "",
			theirs: "gcp=2",
			merged: "",
			conflicts: ["setting gcp"],
		},
		{
			what: "they removed what we changed",
			base: "gcp=1",
			ours: "gcp=2",
			theirs: "",
			merged: "gcp=2",
			conflicts: ["setting gcp"],
		},
	])("when $what", ({ base, ours, theirs, merged, conflicts = [] }) => {
		const result = mergeContents(web(base), web(ours), web(theirs));
		expect(mapOf(result.content)).toBe(merged);
		expect(
			result.conflicts.map((one) =>
				[one.place, "cloud" in one ? one.cloud : "", "field" in one ? one.field : ""].join(" ").trim(),
			),
		).toEqual(conflicts);
	});

	it("merges fields and tags", () => {
		const base = web("", { description: "d", tags: ["a", "b"] });
		const ours = web("", { description: "d", tags: ["a", "b", "mine"] });
		const theirs = web("", { description: "new", tags: ["b", "theirs"] });
		expect(mergeContents(base, ours, theirs)).toEqual({
			content: web("", { description: "new", tags: ["b", "mine", "theirs"] }),
			conflicts: [],
		});
		const other = mergeContents(base, web("", { description: "x" }), web("", { description: "y" }));
		expect(other.conflicts).toEqual([{ place: "description", path: "description", base: "d", ours: "x", theirs: "y" }]);
		expect(other.content.description).toBe("x");
	});

	it("with an unchanged side gives the other", () => {
		fc.assert(
			fc.property(contents, contents, (base, changed) => {
				expect(mergeContents(base, changed, base)).toEqual({ content: changed, conflicts: [] });
				expect(mergeContents(base, base, changed)).toEqual({ content: changed, conflicts: [] });
			}),
		);
	});

	it("of two equal sides equals them, without a conflict", () => {
		fc.assert(
			fc.property(contents, contents, (base, side) => {
				expect(mergeContents(base, side, structuredClone(side))).toEqual({ content: side, conflicts: [] });
			}),
		);
	});

	it("is the same from both sides, except for which side is ours in a conflict", () => {
		fc.assert(
			fc.property(contents, contents, contents, (base, a, b) => {
				const [one, other] = [mergeContents(base, a, b), mergeContents(base, b, a)];
				expect(other.conflicts.map(turned)).toEqual(one.conflicts);
				if (one.conflicts.length === 0) expect(other.content).toEqual(one.content);
			}),
			{ numRuns: 300 },
		);
	});

	it("repeated with either side changes nothing", () => {
		fc.assert(
			fc.property(contents, contents, contents, (base, a, b) => {
				const { content, conflicts } = mergeContents(base, a, b);
				if (conflicts.length > 0) return;
				expect(mergeContents(a, content, a).content).toEqual(content);
				expect(mergeContents(b, content, content).content).toEqual(content);
			}),
		);
	});
});

function turned<T extends { ours: unknown; theirs: unknown }>(conflict: T): T {
	return { ...conflict, ours: conflict.theirs, theirs: conflict.ours };
}
