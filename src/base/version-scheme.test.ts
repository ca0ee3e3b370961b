import { describe, expect, it } from "vitest";
import { versionScheme } from "./version-scheme.ts";

describe("the scheme of a version", () => {
	it.each([
		["1.9.0", "1.10.0-rc1"],
		["1.9", "1.10.0"],
		["2135.5.0", "v367.1.0"],
		["8.4.2021052301", "8.10.2024020101"],
		["49.84.202108221747-0", "49.84.202106302247-0"],
		["web-v20240102", "web-v20240301"],
		["2022-02-03", "2023.11.01"],
		["1.0.2", "1.0.2k"],
		["20220101-0", "20220102"],
	])("is one for %s and %s", (a, b) => {
		expect(versionScheme(a)).not.toBeNull();
		expect(versionScheme(a)).toBe(versionScheme(b));
	});

	it.each([
		["2023.10.11", "1.2.3"],
		["1.2.20240101", "1.9.0"],
		["20240101", "24.04"],
	])("is another one for %s and %s", (a, b) => expect(versionScheme(a)).not.toBe(versionScheme(b)));

	it.each([
		["jammy"],
		["build-a"],
		["66acd770"],
		["11111111-1111-4111-8111-111111111111"],
		["4ceaea938f0e1c3ad3f7d9f0f5c1b2a3d4e5f601"],
	])("is none for %s", (version) => expect(versionScheme(version)).toBeNull());
});
