import { findNodeAtLocation, type Node, parseTree, visit } from "jsonc-parser";
import type { ListDocument } from "../document.ts";
import {
	depthLimit,
	documentFaults,
	keyProblem,
	type ListFile,
	lineAt,
	malformedAt,
	textLimit,
	textProblem,
	unclearAt,
} from "./list-file.ts";

/**
 * Reads strict JSON, and flat objects one per line (NDJSON) as a list of them. An integer that a number can't hold
 * exactly stays the text of its digits, because it is an id. Other documents one after another, a key twice, a
 * forbidden key, over-long text or over-deep nesting refuse the file with their place.
 */
export function readJson(published: ListFile): ListDocument {
	const { file, value } = parse(published);
	assertHarmless(file);
	let tree: Node | undefined;
	const offsetOf = (path: readonly (string | number)[]) => {
		tree ??= parseTree(file.text);
		return tree ? (nearestNode(tree, path)?.offset ?? 0) : 0;
	};
	return {
		syntax: "json",
		fileName: file.fileName,
		folders: file.folders,
		value,
		...documentFaults(file, offsetOf),
		lineOf: (path) => lineAt(file, offsetOf(path)),
	};
}

/** The value, and the file whose offsets are its: that of NDJSON is the list which its lines are. */
function parse(file: ListFile): { readonly file: ListFile; readonly value: unknown } {
	try {
		return { file, value: parseText(file.text) };
	} catch (cause) {
		const message = cause instanceof Error ? cause.message : String(cause);
		const position = /at position (\d+)/.exec(message);
		if (/after JSON/.test(message) && position) {
			const list = listOfLines(file.text);
			if (list !== undefined) return { file: { ...file, text: list }, value: parseText(list) };
			const rest = file.text[Number(position[1])];
			if (rest === "{" || rest === "[")
				throw unclearAt(
					file,
					Number(position[1]),
					"several JSON documents one after another",
					"Save each document as a file of its own, or all as one list",
				);
		}
		const problem = message.replace(/(?: in JSON)? at position.*$/s, "").replace(/, "?\.\.\..*$/s, "");
		throw malformedAt(file, position ? Number(position[1]) : file.text.length, `not JSON: ${problem}`, cause);
	}
}

const longInteger = /(?<![\d.eE+"])-?\d{16,}(?![\d.eE"])/;

function parseText(text: string): unknown {
	if (!longInteger.test(text)) return JSON.parse(text);
	return JSON.parse(text, (_key: string, value: unknown, context?: { readonly source?: string }) =>
		typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(context?.source ?? "")
			? context?.source
			: value,
	);
}

/** NDJSON of flat objects as a JSON list in which each object keeps its line; undefined for anything else. */
function listOfLines(text: string): string | undefined {
	const lines = text.split("\n");
	const full = lines.flatMap((line, i) => (line.trim() === "" ? [] : [i]));
	const last = full.at(-1) ?? 0;
	if (full.length < 2 || !full.every((i) => isFlatObject(lines[i] ?? ""))) return undefined;
	const wanted = new Set(full);
	return `[${lines.map((line, i) => (wanted.has(i) && i !== last ? `${line},` : line)).join("\n")}]`;
}

function isFlatObject(line: string): boolean {
	try {
		const value: unknown = JSON.parse(line);
		if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
		return Object.values(value).every((one) => typeof one !== "object" || one === null);
	} catch {
		return false;
	}
}

function assertHarmless(file: ListFile): void {
	const keys: Set<string>[] = [];
	let depth = 0;
	const refuse = (offset: number, problem: string): never => {
		throw malformedAt(file, offset, problem);
	};
	const deeper = (offset: number) => {
		if (++depth > depthLimit) refuse(offset, `nested deeper than ${depthLimit} levels`);
	};
	visit(file.text, {
		onObjectBegin: (offset) => {
			deeper(offset);
			keys.push(new Set());
		},
		onObjectEnd: () => {
			depth--;
			keys.pop();
		},
		onArrayBegin: deeper,
		onArrayEnd: () => {
			depth--;
		},
		onObjectProperty: (key, offset) => {
			const problem = keyProblem(key);
			if (problem) refuse(offset, problem);
			const seen = keys.at(-1);
			if (seen?.has(key)) refuse(offset, `the key ${JSON.stringify(key)} appears twice`);
			seen?.add(key);
		},
		onLiteralValue: (value, offset, length) => {
			const problem =
				length > textLimit
					? `a value longer than ${textLimit} characters`
					: typeof value === "string"
						? textProblem(value)
						: undefined;
			if (problem) refuse(offset, problem);
		},
	});
}

/** The node at `path`, or the nearest one above it that is there. */
function nearestNode(tree: Node, path: readonly (string | number)[]): Node | undefined {
	for (let length = path.length; length >= 0; length--) {
		const node = findNodeAtLocation(tree, path.slice(0, length));
		if (node) return node;
	}
	return undefined;
}
