import { type Document, isAlias, isNode, isPair, isScalar, LineCounter, type Node, parseDocument, visit } from "yaml";
import type { ListDocument } from "../document.ts";
import { depthLimit, keyProblem, type ListFile, lineAt, malformedAt, textLimit } from "./list-file.ts";

/** Values that aliases may add in all; ten nested tenfold aliases would make 10^10. */
const aliasLimit = 1000;

/**
 * Reads YAML 1.2 with the failsafe schema: every scalar stays the text that was written, so that 18.04 is not 18.04 the
 * number and 12.10 is not 12.1. Unknown tags (`!Ref`) leave their value as it is; merge keys are not followed.
 */
export function readYaml(file: ListFile): ListDocument {
	const document = parseDocument(file.text, { schema: "failsafe", uniqueKeys: true, lineCounter: new LineCounter(), logLevel: "silent" });
	const error = document.errors[0];
	if (error) throw malformedAt(file, error.pos[0], `not YAML: ${firstLine(error.message)}`, error);
	assertHarmless(file, document);
	const offsetOf = (path: readonly (string | number)[]) => nearestOffset(document, path);
	return {
		syntax: "yaml",
		fileName: file.fileName,
		folders: file.folders,
		value: toValue(file, document),
		malformed: (path, problem) => malformedAt(file, offsetOf(path), problem),
		lineOf: (path) => lineAt(file, offsetOf(path)),
	};
}

function toValue(file: ListFile, document: Document): unknown {
	try {
		return document.toJS({ maxAliasCount: aliasLimit });
	} catch (cause) {
		throw malformedAt(file, firstAlias(document), `its aliases multiply to more than ${aliasLimit} values`, cause);
	}
}

function assertHarmless(file: ListFile, document: Document): void {
	visit(document, {
		Node: (_key, node, ancestors) => {
			const offset = node.range?.[0] ?? 0;
			if (ancestors.length > depthLimit * 2) throw malformedAt(file, offset, `nested deeper than ${depthLimit} levels`);
			if (isScalar(node) && typeof node.value === "string" && node.value.length > textLimit) {
				throw malformedAt(file, offset, `a value longer than ${textLimit} characters`);
			}
		},
		Pair: (_key, pair) => {
			const key = isScalar(pair.key) ? String(pair.key.value) : undefined;
			const offset = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
			if (key === undefined) throw malformedAt(file, offset, "a key that is not plain text");
			const problem = keyProblem(key);
			if (problem) throw malformedAt(file, offset, problem);
		},
	});
}

function firstAlias(document: Document): number {
	let offset: number | undefined;
	visit(document, {
		Alias: (_key, node) => {
			offset ??= node.range?.[0] ?? 0;
			return visit.BREAK;
		},
	});
	return offset ?? 0;
}

function nearestOffset(document: Document, path: readonly (string | number)[]): number {
	for (let length = path.length; length > 0; length--) {
		const node: unknown = document.getIn(path.slice(0, length), true);
		if (isPair(node) || !isNode(node) || isAlias(node)) continue;
		return (node as Node).range?.[0] ?? 0;
	}
	return 0;
}

function firstLine(text: string): string {
	return (text.split("\n")[0] ?? text).replace(/ at line \d+, column \d+:?$/, "");
}
