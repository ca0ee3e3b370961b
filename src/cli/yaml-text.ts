import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from "yaml";
import { type Fault, fault } from "../core/errors.ts";

/**
 * YAML in which every scalar is its literal text, read part by part. Each method refuses anything else, with the place.
 */
export interface YamlText {
	/** The root of each document that is not empty. */
	readonly roots: readonly Node[];
	/** The members of a map by key, in order; `known` are the allowed keys, omit for any. */
	members(node: Node, what: string, known?: readonly string[]): ReadonlyMap<string, Member>;
	items(node: Node, what: string): readonly Node[];
	text(node: Node, what: string): string;
	isMap(node: Node): boolean;
	/** `document-invalid` at the node. */
	refusal(node: Node, problem: string, cause?: unknown): Fault;
}

export interface Member {
	readonly key: Node;
	readonly value: Node;
}

/**
 * Reads text as YAML 1.2 with the failsafe schema. Throws `document-invalid` with file, line and column of the first
 * error.
 */
export function readYamlText(file: string, text: string): YamlText {
	const lines = new LineCounter();
	const documents = parseAllDocuments(text, { schema: "failsafe", lineCounter: lines, prettyErrors: false });
	const parsed = "empty" in documents ? [] : documents;
	const at = (offset: number, problem: string, cause?: unknown) => {
		const { line, col } = lines.linePos(offset);
		return fault("document-invalid", { file, line: Math.max(1, line), column: Math.max(1, col), problem }, cause);
	};
	const refusal = (node: Node, problem: string, cause?: unknown) => at(node.range?.[0] ?? 0, problem, cause);
	for (const document of parsed) {
		const wrong = document.errors[0] ?? document.warnings[0];
		if (wrong) throw at(wrong.pos[0], wrong.message.replace(/\.$/, ""), wrong);
	}
	const isNothing = (node: Node) =>
		isScalar(node) && node.type === "PLAIN" && (node.value === null || node.value === "");

	return {
		roots: parsed.flatMap((document) =>
			document.contents && !isNothing(document.contents) ? [document.contents as Node] : [],
		),
		members(node, what, known) {
			const members = new Map<string, Member>();
			if (isNothing(node)) return members;
			if (!isMap(node))
				throw refusal(node, isAlias(node) ? "aliases are not supported" : `${what} is a map of names to values`);
			for (const pair of node.items) {
				const [key, value] = [pair.key as Node, pair.value as Node | null];
				const name = textOf(key, "a key");
				if (known && !known.includes(name)) throw refusal(key, `“${name}” is unknown; use one of ${known.join(", ")}`);
				members.set(name, { key, value: value ?? key });
				if (value === null) throw refusal(key, `“${name}” has no value`);
			}
			return members;
		},
		items(node, what) {
			if (isNothing(node)) return [];
			if (!isSeq(node)) throw refusal(node, isAlias(node) ? "aliases are not supported" : `${what} is a list`);
			return node.items as Node[];
		},
		text: textOf,
		isMap,
		refusal,
	};

	function textOf(node: Node, what: string): string {
		if (!isScalar(node)) throw refusal(node, isAlias(node) ? "aliases are not supported" : `${what} is text`);
		return node.value === null ? "" : String(node.value);
	}
}
