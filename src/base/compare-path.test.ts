import { expect, it } from "vitest";
import { comparePath } from "./compare-path.ts";

it.each([
	[
		["ami/v1.10.0/map.json", "ami/v1.9.0/map.json"],
		["ami/v1.9.0/map.json", "ami/v1.10.0/map.json"],
	],
	[
		["b/1.json", "a/2.json"],
		["a/2.json", "b/1.json"],
	],
	[
		["2079.3.0/a.json", "835.13.0/b.json"],
		["835.13.0/b.json", "2079.3.0/a.json"],
	],
	[
		["a/v1/x.json", "a/1/x.json"],
		["a/1/x.json", "a/v1/x.json"],
	],
	[
		["a/x.json", "a"],
		["a", "a/x.json"],
	],
])("sorts %j as people count", (paths, sorted) => {
	expect([...paths].sort(comparePath)).toEqual(sorted);
});
