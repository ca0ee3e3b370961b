import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contents, scriptContents, templateContents } from "../../../test/arbitraries.ts";
import { versioned } from "../component/versioned.ts";
import { invertChanges } from "./invert-changes.ts";

describe("an inverted diff", () => {
	it("restores an MCI, and applies to the diff's result", () => {
		fc.assert(
			fc.property(contents, contents, (before, after) => {
				const back = invertChanges(versioned.mci.diff(before, after));
				expect(versioned.mci.patch(after, back)).toEqual({ content: before, rejected: [] });
			}),
		);
	});

	it("restores a template", () => {
		fc.assert(
			fc.property(templateContents, templateContents, (before, after) => {
				const back = invertChanges(versioned.template.diff(before, after));
				expect(versioned.template.patch(after, back)).toEqual({ content: before, rejected: [] });
			}),
		);
	});

	it("restores a script", () => {
		fc.assert(
			fc.property(scriptContents, scriptContents, (before, after) => {
				const back = invertChanges(versioned.script.diff(before, after));
				expect(versioned.script.patch(after, back)).toEqual({ content: before, rejected: [] });
			}),
		);
	});

	it("inverted again is the diff", () => {
		fc.assert(
			fc.property(contents, contents, (before, after) => {
				const changes = versioned.mci.diff(before, after);
				expect(invertChanges(invertChanges(changes))).toEqual(changes);
			}),
		);
	});
});
