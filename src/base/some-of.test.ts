import { describe, expect, it } from "vitest";
import { someOf } from "./some-of.ts";

describe("some of several names", () => {
	it.each([
		[[], ""],
		[["a"], "a"],
		[["a", "b"], "a and b"],
		[["a", "b", "c"], "a, b and c"],
		[["a", "b", "c", "d"], "a, b, c and 1 more"],
	])("of %j reads “%s”", (names, text) => expect(someOf(names, 3)).toBe(text));
});
