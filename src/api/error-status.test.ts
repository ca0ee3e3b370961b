import { readdirSync, readFileSync } from "node:fs";
import { STATUS_CODES } from "node:http";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { catalogue, type FaultCode, type FaultKind, fault } from "../core/errors.ts";
import { problemOf, statusOf } from "./error-status.ts";
import { Problem } from "./schema.ts";

const source = fileURLToPath(new URL("../", import.meta.url));
const codes = Object.keys(catalogue) as FaultCode[];

describe.each(codes)("%s", (code) => {
	it("has a standard HTTP status of its kind's class", () => {
		const isOurs = (["unsupported", "unavailable", "internal"] satisfies FaultKind[] as FaultKind[]).includes(
			catalogue[code].kind,
		);
		expect(STATUS_CODES).toHaveProperty(String(statusOf(code)));
		expect(Math.floor(statusOf(code) / 100)).toBe(isOurs ? 5 : 4);
	});

	it("becomes a problem that says what happened and how to fix it", () => {
		const details = Object.fromEntries(placeholdersOf(code).map((name) => [name, `<${name}>`]));
		const problem = Problem.strict().parse(problemOf(fault(code, details)));
		expect(problem).toMatchObject({ type: `/v1/errors/${code}`, code, status: statusOf(code), details });
		expect(problem.title).toMatch(/^[A-Z][\w ]+$/);
		for (const name of placeholdersOf(code)) expect(`${problem.detail} ${problem.help}`).toContain(`<${name}>`);
		expect(`${problem.detail} ${problem.help}`).not.toMatch(/\{\w+\}/);
		for (const text of [problem.detail, problem.help]) expect(text.trim()).toMatch(/\S[.>]$/);
	});
});

it.each([
	["head-condition-missing", 428],
	["head-stale", 412],
	["token-missing", 401],
	["permission-denied", 403],
	["mci-not-found", 404],
	["mci-exists", 409],
	["input-too-large", 413],
	["rate-limited", 429],
	["secret-unreadable", 503],
	["fetch-failed", 502],
	["fetch-refused", 422],
	["database-unavailable", 503],
	["internal", 500],
] as const)("answers %s with %i", (code, status) => expect(statusOf(code)).toBe(status));

/** Each `fault("code", { … })` of the source, with the names of its details. */
const thrown = readdirSync(source, { recursive: true, encoding: "utf8" })
	.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
	.flatMap((file) => faultsIn(file, readFileSync(source + file, "utf8")));

describe("the source", () => {
	it("passes every detail that a fault's texts name", () => {
		const lacking = thrown.flatMap(({ where, code, names }) => {
			const absent = placeholdersOf(code).filter((name) => !names.includes(name) && !names.includes("..."));
			return absent.length === 0 ? [] : [`${where}: ${code} without ${absent.join(", ")}`];
		});
		expect(lacking).toEqual([]);
	});

	it("throws every fault of the catalogue somewhere, and no other", () => {
		expect([...new Set(thrown.map((one) => one.code))].filter((code) => !codes.includes(code))).toEqual([]);
		const texts = readdirSync(source, { recursive: true, encoding: "utf8" })
			.filter((file) => file.endsWith(".ts") && file !== "core/errors.ts" && !file.endsWith(".test.ts"))
			.map((file) => readFileSync(source + file, "utf8"))
			.join("\n");
		expect(codes.filter((code) => !texts.includes(`"${code}"`))).toEqual([]);
	});
});

function placeholdersOf(code: FaultCode): string[] {
	const { text, help } = catalogue[code];
	return [...new Set([...`${text} ${help}`.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name))];
}

interface ThrownFault {
	readonly where: string;
	readonly code: FaultCode;
	/** `...` stands for names that a spread brings in. */
	readonly names: readonly string[];
}

function faultsIn(file: string, text: string): ThrownFault[] {
	return [...text.matchAll(/\bfault\(\s*"([a-z-]+)"\s*(,\s*)?/g)].map((match) => {
		const end = match.index + match[0].length;
		const where = `${file}:${text.slice(0, match.index).split("\n").length}`;
		const names = match[2] === undefined ? [] : text[end] === "{" ? namesIn(text.slice(end + 1)) : ["..."];
		return { where, code: match[1] as FaultCode, names };
	});
}

/** Returns the names at the top of an object literal; `text` starts after its opening brace. */
function namesIn(text: string): string[] {
	const names: string[] = [];
	let depth = 0;
	let entry = "";
	for (let i = 0; i < text.length; i++) {
		const character = text[i] ?? "";
		const quoted = /["'`]/.test(character) ? /^(["'`])(?:\\.|(?!\1)[^\\])*\1/s.exec(text.slice(i))?.[0] : undefined;
		if (quoted !== undefined) i += quoted.length - 1;
		if (/[({[]/.test(character)) depth++;
		if (depth === 0 && (character === "," || character === "}")) {
			const name = /^\s*(\.\.\.|\w+)/.exec(entry)?.[1];
			if (name !== undefined) names.push(name);
			entry = "";
			if (character === "}") return names;
		} else entry += character;
		if (/[)}\]]/.test(character)) depth--;
	}
	return names;
}
