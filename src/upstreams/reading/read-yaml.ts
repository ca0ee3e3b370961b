import {
	type Document,
	isAlias,
	isCollection,
	isNode,
	isPair,
	isScalar,
	type Node,
	parseDocument,
	visit,
	type YAMLMap,
} from "yaml";
import type { ListDocument } from "../document.ts";
import {
	depthLimit,
	documentFaults,
	keyProblem,
	type ListFile,
	lineAt,
	malformedAt,
	textProblem,
	unclearAt,
} from "./list-file.ts";

/** Values that aliases may add in all; ten nested tenfold aliases would make 10^10. */
const aliasLimit = 1000;

/**
 * Reads YAML 1.2 with the failsafe schema: every scalar stays the text that was written, so that 18.04 is not 18.04 the
 * number and 12.10 is not 12.1. Tags (`!Ref`, `!!binary`) leave their value as it is; merge keys are not followed.
 * Several documents in one file, and an alias within what it stands for, are refused.
 */
export function readYaml(file: ListFile): ListDocument {
	try {
		return readable(file);
	} catch (cause) {
		if (cause instanceof RangeError) throw malformedAt(file, 0, `nested deeper than ${depthLimit} levels`, cause);
		throw cause;
	}
}

function readable(file: ListFile): ListDocument {
	// The library compares every key with all keys before it; a hostile map of a million keys would take days. `silent`
	// would hide a second document.
	const document = parseDocument(file.text, {
		schema: "failsafe",
		uniqueKeys: false,
		resolveKnownTags: false,
		prettyErrors: false,
		logLevel: "error",
	});
	const error = document.errors[0];
	if (error?.code === "MULTIPLE_DOCS")
		throw unclearAt(
			file,
			error.pos[0],
			"several YAML documents in one file",
			"Save each document as a file of its own",
		);
	if (error) throw malformedAt(file, error.pos[0], problemOf(error), error);
	assertHarmless(file, document);
	const offsetOf = (path: readonly (string | number)[]) => nearestOffset(document, path);
	return {
		syntax: "yaml",
		fileName: file.fileName,
		folders: file.folders,
		value: toValue(file, document),
		...documentFaults(file, offsetOf),
		lineOf: (path) => lineAt(file, offsetOf(path)),
	};
}

function problemOf(error: Error): string {
	if (/call stack/i.test(error.message)) return `nested deeper than ${depthLimit} levels`;
	return `not YAML: ${firstLine(error.message)}`;
}

function toValue(file: ListFile, document: Document): unknown {
	try {
		return document.toJS({ maxAliasCount: aliasLimit });
	} catch (cause) {
		if (cause instanceof RangeError) throw cause;
		throw malformedAt(file, firstAlias(document), `its aliases expand to more than ${aliasLimit} values`, cause);
	}
}

function assertHarmless(file: ListFile, document: Document): void {
	const anchors = new Map<string, Node>();
	const meet = (node: Node & { readonly anchor?: string }, ancestors: readonly unknown[]) => {
		if (node.anchor !== undefined) anchors.set(node.anchor, node);
		if (isCollection(node)) assertShallow(file, node, ancestors);
	};
	visit(document, {
		Alias: (_key, node, ancestors) => {
			const target = anchors.get(node.source);
			const offset = node.range?.[0] ?? 0;
			if (target === undefined)
				throw malformedAt(file, offset, `the alias *${node.source.slice(0, 80)} has no anchor before it`);
			if (ancestors.includes(target)) throw malformedAt(file, offset, "an alias is inside the value that it refers to");
		},
		Map: (_key, node, ancestors) => {
			meet(node, ancestors);
			assertKeys(file, node);
		},
		Seq: (_key, node, ancestors) => meet(node, ancestors),
		Scalar: (_key, node, ancestors) => {
			meet(node, ancestors);
			const problem = typeof node.value === "string" ? textProblem(node.value) : undefined;
			if (problem) throw malformedAt(file, node.range?.[0] ?? 0, problem);
		},
	});
}

function assertShallow(file: ListFile, node: Node, ancestors: readonly unknown[]): void {
	const depth = ancestors.filter(isCollection).length + 1;
	if (depth > depthLimit) throw malformedAt(file, node.range?.[0] ?? 0, `nested deeper than ${depthLimit} levels`);
}

function assertKeys(file: ListFile, map: YAMLMap): void {
	const seen = new Set<string>();
	for (const { key } of map.items) {
		const offset = isNode(key) ? (key.range?.[0] ?? map.range?.[0] ?? 0) : (map.range?.[0] ?? 0);
		if (!isScalar(key)) throw malformedAt(file, offset, "a key that is not plain text");
		const text = String(key.value);
		const problem = keyProblem(text) ?? (seen.has(text) ? `the key ${JSON.stringify(text)} appears twice` : undefined);
		if (problem) throw malformedAt(file, offset, problem);
		seen.add(text);
	}
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
