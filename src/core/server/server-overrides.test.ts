import { describe, expect, it } from "vitest";
import { isFault } from "../errors.ts";
import { connectionNeeds } from "./connection-needs.ts";
import { requestedValuesOf, type ServerOverrides, serverOverrides } from "./server-overrides.ts";

describe("the overrides of a server", () => {
	it("keep valid values, with inputs sorted, and no inputs when there are none", () => {
		const mci = { lineage: "a", selector: null };
		expect(serverOverrides("prod/web", { mci, image: "ami-1", kernel: "k", inputs: { B: "", A: "1" } })).toEqual({
			mci,
			image: "ami-1",
			kernel: "k",
			inputs: { A: "1", B: "" },
		});
		expect(Object.keys(serverOverrides("prod/web", { inputs: { B: "", A: "1" } }).inputs ?? {})).toEqual(["A", "B"]);
		expect(serverOverrides("prod/web", { inputs: {} })).toEqual({});
	});

	it("become a request, except for MCI and inputs", () => {
		expect(
			requestedValuesOf({ mci: { lineage: "a", selector: "4" }, inputs: { A: "1" }, image: "i", userData: "" }),
		).toEqual({
			image: "i",
			userData: "",
		});
	});

	it.each<{ what: string; parts: ServerOverrides; code: string; says: RegExp }>([
		{ what: "an empty kernel", parts: { kernel: "" }, code: "server-invalid", says: /kernel must have 1 to 255/ },
		{
			what: "space around an instance type",
			parts: { instanceType: "m5.large " },
			code: "server-invalid",
			says: /instance type/,
		},
		{
			what: "an image id without an end",
			parts: { image: "x".repeat(2049) },
			code: "server-invalid",
			says: /image id must have 1 to 2048/,
		},
		{
			what: "user data without an end",
			parts: { userData: "x".repeat(64 * 1024 + 1) },
			code: "server-invalid",
			says: /user data is longer/,
		},
		{ what: "an input with a dash", parts: { inputs: { "A-B": "" } }, code: "component-invalid", says: /“A-B”/ },
		{ what: "an input with NUL", parts: { inputs: { A: "\u0000" } }, code: "component-invalid", says: /NUL/ },
		{
			what: "more inputs than anybody has",
			parts: { inputs: Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`A${i}`, ""])) },
			code: "server-invalid",
			says: /more than 1000 inputs/,
		},
	])("refuse $what", ({ parts, code, says }) => {
		try {
			serverOverrides("prod/web", parts);
			expect.unreachable();
		} catch (error) {
			expect(isFault(error) && error.code).toBe(code);
			expect(String(error)).toMatch(says);
		}
	});
});

describe("the needs of a connection", () => {
	it.each(["aws", "azure", "gcp", "openstack", "acme", "toString"])("are listed for clouds of type %s", (type) => {
		expect(connectionNeeds(type)).toMatch(/^(an?|its|the) \w/);
	});
});
