import type { ListDocument, Unread } from "../document.ts";
import { type HclScanner, hclScanner } from "./hcl-scanner.ts";
import {
	depthLimit,
	documentFaults,
	keyProblem,
	type ListFile,
	lineAt,
	malformedAt,
	textProblem,
} from "./list-file.ts";
import { isMembers } from "./values.ts";

type Path = readonly (string | number)[];
type Members = Record<string, unknown>;

const expression = "an expression, which is not evaluated: only literal values are read";

/**
 * Reads the literal values of Terraform's native syntax: strings, numbers, booleans, lists and maps. Blocks become the
 * objects of Terraform's JSON: `variable "amis" { default = … }` is `{variable: {amis: {default: …}}}`, and repeated
 * blocks are a list of them. Nothing is evaluated: any other value is left out and listed in `unread`.
 */
export function readHcl(file: ListFile): ListDocument {
	const scan = hclScanner(file);
	const offsets = new Map<string, number>();
	const unread: Unread[] = [];
	const value = readBody({ file, scan, offsets, unread }, [], undefined);
	const offsetOf = (path: Path) => {
		for (let length = path.length; length > 0; length--) {
			const offset = offsets.get(keyOf(path.slice(0, length)));
			if (offset !== undefined) return offset;
		}
		return 0;
	};
	return {
		syntax: "hcl",
		fileName: file.fileName,
		folders: file.folders,
		value,
		unread,
		...documentFaults(file, offsetOf),
		lineOf: (path) => lineAt(file, offsetOf(path)),
	};
}

interface Reading {
	readonly file: ListFile;
	readonly scan: HclScanner;
	/** Offsets of values by path. */
	readonly offsets: Map<string, number>;
	readonly unread: Unread[];
}

function keyOf(path: Path): string {
	return JSON.stringify(path);
}

/** Attributes and blocks up to `close`, or to the end of the file. */
function readBody(reading: Reading, path: Path, close: "}" | undefined): Members {
	const { file, scan } = reading;
	if (path.length > depthLimit * 2) throw malformedAt(file, scan.at, `nested deeper than ${depthLimit} levels`);
	const body: Members = {};
	for (;;) {
		scan.skipSpace(true);
		const offset = scan.at;
		if (scan.isEnd() || (close !== undefined && scan.take(close))) return body;
		const name = scan.word() ?? scan.string();
		if (name === undefined) throw malformedAt(file, offset, "not HCL: neither an argument nor a block begins here");
		assertKey(file, offset, name);
		scan.skipSpace(false);
		if (scan.take("=")) {
			if (Object.hasOwn(body, name))
				throw malformedAt(file, offset, `the argument ${JSON.stringify(name)} is set twice`);
			reading.offsets.set(keyOf([...path, name]), offset);
			const value = readValue(reading, [...path, name], "line");
			if (value !== undefined) body[name] = value;
		} else readBlock(reading, { path, name, offset, body });
	}
}

/** A block with its labels: `resource "a" "b" { … }`. */
function readBlock(
	reading: Reading,
	{ path, name, offset, body }: { path: Path; name: string; offset: number; body: Members },
): void {
	const keys = [name, ...readLabels(reading, name)];
	const last = keys.at(-1) ?? name;
	const target = membersAt(body, keys.slice(0, -1));
	const before = ownMember(target, last);
	const list: unknown[] | undefined = before === undefined ? undefined : Array.isArray(before) ? before : [before];
	const at = list === undefined ? [...path, ...keys] : [...path, ...keys, list.length];
	reading.offsets.set(keyOf(at), offset);
	const value = readBody(reading, at, "}");
	list?.push(value);
	target[last] = list ?? value;
}

function readLabels({ file, scan }: Reading, name: string): string[] {
	const labels: string[] = [];
	for (;;) {
		scan.skipSpace(false);
		if (scan.take("{")) return labels;
		const at = scan.at;
		const label = scan.word() ?? scan.string();
		if (label === undefined || labels.length > 8)
			throw malformedAt(file, at, `not HCL: ${JSON.stringify(name)} is neither followed by = nor by {`);
		assertKey(file, at, label);
		labels.push(label);
	}
}

/** The object below `keys`, created if it is missing. */
function membersAt(body: Members, keys: readonly string[]): Members {
	let target = body;
	for (const key of keys) {
		const inner = ownMember(target, key);
		const members = isMembers(inner) ? (inner as Members) : {};
		target[key] = members;
		target = members;
	}
	return target;
}

function ownMember(members: Members, key: string): unknown {
	return Object.hasOwn(members, key) ? members[key] : undefined;
}

/**
 * A literal, or undefined for any other expression, which is passed over to its end: the end of the line, or the comma
 * or bracket around it.
 */
function readValue(reading: Reading, path: Path, end: "line" | "item"): unknown {
	const { file, scan, unread } = reading;
	if (path.length > depthLimit * 2) throw malformedAt(file, scan.at, `nested deeper than ${depthLimit} levels`);
	scan.skipSpace(end === "item");
	const start = scan.at;
	const value = readLiteral(reading, path);
	scan.skipSpace(false);
	if (value !== undefined && scan.isValueEnd()) return value;
	dropBelow(unread, path);
	unread.push({ path, why: expression });
	scan.at = start;
	scan.skipExpression();
	return undefined;
}

/** What was left out within an expression that is left out itself is not reported twice. */
function dropBelow(unread: Unread[], path: Path): void {
	while (isBelow(unread.at(-1)?.path, path)) unread.pop();
}

function isBelow(path: Path | undefined, above: Path): boolean {
	return path !== undefined && path.length > above.length && above.every((step, i) => path[i] === step);
}

function readLiteral(reading: Reading, path: Path): unknown {
	const { file, scan } = reading;
	if (scan.take("{")) return readMap(reading, path);
	if (scan.take("[")) return readList(reading, path);
	const at = scan.at;
	const text = scan.string() ?? scan.number();
	if (text !== undefined) {
		const problem = textProblem(text);
		if (problem) throw malformedAt(file, at, problem);
		return text;
	}
	const word = scan.word();
	if (word === "true" || word === "false") return word === "true";
	return word === "null" ? null : undefined;
}

function readMap(reading: Reading, path: Path): Members | undefined {
	const { file, scan } = reading;
	const map: Members = {};
	for (;;) {
		scan.skipSpace(true);
		if (scan.take("}")) return map;
		const offset = scan.at;
		const key = scan.word() ?? scan.string() ?? scan.number();
		if (key === undefined) return undefined;
		scan.skipSpace(false);
		if (!scan.take("=") && !scan.take(":")) return undefined;
		assertKey(file, offset, key);
		if (Object.hasOwn(map, key)) throw malformedAt(file, offset, `the key ${JSON.stringify(key)} appears twice`);
		reading.offsets.set(keyOf([...path, key]), offset);
		const value = readValue(reading, [...path, key], "item");
		if (value !== undefined) map[key] = value;
		scan.skipSpace(false);
		scan.take(",");
	}
}

function readList(reading: Reading, path: Path): unknown[] | undefined {
	const { scan } = reading;
	const list: unknown[] = [];
	for (;;) {
		scan.skipSpace(true);
		if (scan.take("]")) return list;
		if (scan.isEnd()) return undefined;
		const at = [...path, list.length];
		reading.offsets.set(keyOf(at), scan.at);
		list.push(readValue(reading, at, "item") ?? null);
		scan.skipSpace(true);
		if (!scan.take(",") && scan.peek() !== "]") return undefined;
	}
}

function assertKey(file: ListFile, offset: number, key: string): void {
	const problem = keyProblem(key);
	if (problem) throw malformedAt(file, offset, problem);
}
