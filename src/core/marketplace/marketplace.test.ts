import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultCaught } from "../../../test/fault-caught.ts";
import { audienceOf, isCovered, joinAudiences, sameAudience } from "./audience.ts";
import { parseGroupName } from "./group-name.ts";
import { publicationFields } from "./publication-fields.ts";
import { publicationActs, publicationAfter, publicationStates } from "./publication-state.ts";

const audiences = fc
	.record({ everyone: fc.boolean(), groups: fc.array(fc.integer({ min: 1, max: 5 })) })
	.map(audienceOf);

describe("audiences", () => {
	it("joined cover both, and no smaller audience does", () => {
		fc.assert(
			fc.property(audiences, audiences, audiences, (a, b, other) => {
				const both = joinAudiences(a, b);
				expect([isCovered(a, both), isCovered(b, both)]).toEqual([true, true]);
				expect(sameAudience(both, joinAudiences(b, a))).toBe(true);
				if (isCovered(a, other) && isCovered(b, other)) expect(isCovered(both, other)).toBe(true);
			}),
		);
	});

	it("cover their members", () => {
		const [all, some, nobody] = [{ everyone: true }, { everyone: false, groups: [2, 1, 2] }, { everyone: false }].map(
			audienceOf,
		);
		expect(some).toEqual({ everyone: false, groups: [1, 2] });
		if (!all || !some || !nobody) throw new Error("three were made");
		expect([isCovered(some, all), isCovered(all, some), isCovered(nobody, some), isCovered(some, nobody)]).toEqual([
			true,
			false,
			true,
			false,
		]);
	});
});

it.each(publicationStates.flatMap((state) => publicationActs.map((act) => [act, state] as const)))(
	"%s of what is %s",
	(act, state) => {
		const expected = {
			deprecate: state === "retracted" ? null : "deprecated",
			reactivate: "active",
			retract: "retracted",
		} as const;
		expect(publicationAfter(state, act)).toBe(expected[act]);
	},
);

describe("the fields of a publication", () => {
	it("are normalized", () => {
		const words = publicationFields({
			short: " Web server ",
			notes: "new\n",
			categories: ["Web  Servers", "linux", "LINUX "],
		});
		expect(words).toEqual({
			short: "Web server",
			description: "",
			notes: "new\n",
			categories: ["linux", "web servers"],
		});
	});

	it.each([
		[{ short: "two\nlines" }, "short description"],
		[{ short: "a".repeat(201) }, "short description"],
		[{ description: "a".repeat(64 * 1024 + 1) }, "description"],
		[{ notes: "a".repeat(64 * 1024 + 1) }, "notes"],
		[{ categories: [""] }, "category “”"],
		[{ categories: ["a,b"] }, "category “a,b”"],
		[{ categories: Array.from({ length: 11 }, (_, i) => `c${i}`) }, "categories"],
	])("%j are refused", (parts, field) => {
		expect(faultCaught(() => publicationFields(parts))).toMatchObject({
			code: "publication-invalid",
			details: { field },
		});
	});
});

describe("the name of a group", () => {
	it("is trimmed", () => {
		expect(parseGroupName(" partners of ours ")).toBe("partners of ours");
	});

	it.each(["", " ", "everyone", "Everyone", "a,b", "a/b", "..", "a\u200bb", "a\u0007", "a".repeat(101)])(
		"%j is refused",
		(name) => {
			expect(faultCaught(() => parseGroupName(name))).toMatchObject({ code: "group-invalid" });
		},
	);
});
