import { describe, expect, it } from "vitest";
import { catalogue, type FaultCode } from "../core/errors.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";

describe("exit codes", () => {
	it.each([
		["mci-not-found", 3],
		["not-resolved", 3],
		["resolve-refused", 4],
		["artifact-only", 4],
		["token-missing", 4],
		["permission-denied", 4],
		["head-stale", 5],
		["nothing-to-commit", 5],
		["cloud-slug-invalid", 2],
		["document-invalid", 2],
		["server-unreachable", 6],
		["fetch-failed", 6],
		["internal", 1],
	] as const satisfies readonly (readonly [FaultCode, number])[])("%s ends with %i", (code, exit) => {
		expect(exitCodeOf(code, 0)).toBe(exit);
	});

	it.each([
		[401, 4],
		[403, 4],
		[404, 3],
		[409, 5],
		[412, 5],
		[422, 2],
		[500, 1],
		[502, 6],
		[503, 6],
	])("a code of a newer server with status %i ends with %i", (status, exit) => {
		expect(exitCodeOf("something-new", status)).toBe(exit);
	});

	it("maps every code of the catalogue to a documented exit code, never to success", () => {
		for (const code of Object.keys(catalogue)) {
			const exit = exitCodeOf(code, 0);
			expect(Object.keys(exitCodes).map(Number)).toContain(exit);
			expect(exit).not.toBe(0);
		}
	});
});
