import { parseSync } from "vite";
import type { Tree } from "./architecture.ts";

/** The size limits of the tree; docs/decisions/0015-rooms.md has the reasons. */
export const limits = {
	/** Columns of a line; a tab counts as two, as in the formatter. */
	columns: 120,
	functionLines: 80,
	/** Branches of a function: one, plus one for every condition in it. */
	branching: 15,
	/** A function fits a screen… */
	screenLines: 50,
	/** …except for this share of all functions. */
	shareOverScreen: 0.02,
} as const;

/** A function in the tree. A function without a name has the name of the one around it and a number. */
export interface MeasuredFunction {
	readonly file: string;
	readonly name: string;
	readonly lines: number;
	readonly branching: number;
}

/** A broken limit: `place` names a function or a file, `measured` is its size. */
export interface Oversize {
	readonly rule: "columns" | "function-lines" | "branching";
	readonly place: string;
	readonly measured: number;
}

/**
 * Every place of the tree over a limit. For lines over 120 columns the place is the file, and the size is their number.
 */
export function checkSizes(tree: Tree): Oversize[] {
	const found: Oversize[] = [];
	for (const [file, text] of tree) {
		const measured = text.split("\n").filter((line) => columnsOf(line) > limits.columns).length;
		if (measured > 0) found.push({ rule: "columns", place: file, measured });
	}
	for (const { file, name, lines, branching } of measureFunctions(tree)) {
		const place = `${file} ${name}`;
		if (lines > limits.functionLines) found.push({ rule: "function-lines", place, measured: lines });
		if (branching > limits.branching) found.push({ rule: "branching", place, measured: branching });
	}
	return found;
}

/** Every function of the tree's production files, with its size. */
export function measureFunctions(tree: Tree): MeasuredFunction[] {
	return [...tree]
		.filter(([file]) => file.startsWith("src/") && !/\.(test|contract)\.tsx?$/.test(file))
		.flatMap(([file, text]) => functionsOf(file, text));
}

function columnsOf(line: string): number {
	return line.length + (line.match(/\t/g)?.length ?? 0);
}

interface Measuring {
	readonly name: string;
	readonly lines: number;
	branching: number;
	unnamed: number;
}

interface SyntaxNode {
	readonly type: string;
	readonly start: number;
	readonly end: number;
	readonly [field: string]: unknown;
}

const functionTypes = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];
const branchTypes = [
	"IfStatement",
	"ConditionalExpression",
	"ForStatement",
	"ForInStatement",
	"ForOfStatement",
	"WhileStatement",
	"DoWhileStatement",
	"CatchClause",
	"LogicalExpression",
];

function functionsOf(file: string, text: string): MeasuredFunction[] {
	const { program, errors } = parseSync(file, text, { lang: file.endsWith("x") ? "tsx" : "ts" });
	if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
	const outside: Measuring = { name: "", lines: 0, branching: 0, unnamed: 0 };
	const found: Measuring[] = [];
	visit(program, outside, undefined);
	return found.map(({ name, lines, branching }) => ({ file, name, lines, branching }));

	function visit(value: unknown, around: Measuring, given: string | undefined): void {
		if (Array.isArray(value)) {
			for (const one of value) visit(one, around, undefined);
			return;
		}
		if (!isNode(value)) return;
		const inside = functionTypes.includes(value.type) ? open(value, around, given) : around;
		if (inside === around && isBranch(value)) around.branching++;
		for (const [field, child] of Object.entries(value)) visit(child, inside, nameGiven(value, field));
	}

	function open(node: SyntaxNode, around: Measuring, given: string | undefined): Measuring {
		const own = nameOf(node.id) ?? given;
		if (own === undefined) around.unnamed++;
		const name = [around.name, own ?? `#${around.unnamed}`].filter((part) => part !== "").join(" ");
		const lines = text.slice(node.start, node.end).split("\n").length;
		const opened: Measuring = { name, lines, branching: 1, unnamed: 0 };
		found.push(opened);
		return opened;
	}
}

function isNode(value: unknown): value is SyntaxNode {
	return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}

function isBranch(node: SyntaxNode): boolean {
	if (node.type === "SwitchCase") return node.test !== null;
	if (node.type === "AssignmentExpression") return ["&&=", "||=", "??="].includes(String(node.operator));
	return branchTypes.includes(node.type);
}

/** The name of the declaration, property or method whose value the function is. */
function nameGiven(node: SyntaxNode, field: string): string | undefined {
	if (node.type === "VariableDeclarator" && field === "init") return nameOf(node.id);
	if (["Property", "MethodDefinition", "PropertyDefinition"].includes(node.type) && field === "value")
		return nameOf(node.key);
	return undefined;
}

function nameOf(node: unknown): string | undefined {
	return isNode(node) && typeof node.name === "string" ? node.name : undefined;
}
