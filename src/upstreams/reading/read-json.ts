import { findNodeAtLocation, type Node, parseTree, visit } from "jsonc-parser";
import type { ListDocument } from "../document.ts";
import { depthLimit, keyProblem, type ListFile, lineAt, malformedAt, textLimit, textProblem } from "./list-file.ts";

/**
 * Reads strict JSON; a key twice, a forbidden key, over-long text or over-deep nesting refuses the file with its place.
 */
export function readJson(file: ListFile): ListDocument {
	const value = parse(file);
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
		malformed: (path, problem) => malformedAt(file, offsetOf(path), problem),
		lineOf: (path) => lineAt(file, offsetOf(path)),
	};
}

function parse(file: ListFile): unknown {
	try {
		return JSON.parse(file.text);
	} catch (cause) {
		const message = cause instanceof Error ? cause.message : String(cause);
		const position = /at position (\d+)/.exec(message);
		const problem = message.replace(/(?: in JSON)? at position.*$/s, "").replace(/, "?\.\.\..*$/s, "");
		throw malformedAt(file, position ? Number(position[1]) : file.text.length, `not JSON: ${problem}`, cause);
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
