import { type ListFile, malformedAt, textLimit } from "./list-file.ts";

const wordPattern = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const numberPattern = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const heredocPattern = /<<-?([A-Za-z_][\w-]*)[ \t]*\r?\n/y;
const escapes: Readonly<Record<string, string>> = {
	n: "\n",
	r: "\r",
	t: "\t",
	'"': '"',
	"\\": "\\",
	"/": "/",
	b: "\b",
	f: "\f",
};
const closing: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "${": "}" };

/** Reads the tokens of HCL's native syntax from `at` on. */
export interface HclScanner {
	at: number;
	isEnd(): boolean;
	peek(): string;
	/** Steps over `sign` if it is next. */
	take(sign: string): boolean;
	/** Steps over spaces and comments; line ends too if `lines`. */
	skipSpace(lines: boolean): void;
	word(): string | undefined;
	/** A number as it is written. */
	number(): string | undefined;
	/** A quoted string without templates; undefined, and nothing read, for anything else. */
	string(): string | undefined;
	/** True if the value that was read is whole: nothing follows it on the line, or only a comma or a bracket. */
	isValueEnd(): boolean;
	/** Steps over any expression, to the end of its line or to the comma or bracket around it. */
	skipExpression(): void;
}

export function hclScanner(file: ListFile): HclScanner {
	const { text } = file;
	const scanner: HclScanner = {
		at: 0,
		isEnd: () => scanner.at >= text.length,
		peek: () => text[scanner.at] ?? "",
		take(sign) {
			if (!text.startsWith(sign, scanner.at)) return false;
			scanner.at += sign.length;
			return true;
		},
		skipSpace(lines) {
			scanner.at = spaceEnd(file, scanner.at, lines);
		},
		word: () => matchAt(wordPattern),
		number: () => matchAt(numberPattern),
		string() {
			if (scanner.peek() !== '"') return undefined;
			const read = readString(file, scanner.at);
			if (read !== undefined) scanner.at = read.end;
			return read?.value;
		},
		isValueEnd: () => scanner.isEnd() || /^[\r\n,}\])#]|^\/\//.test(text.slice(scanner.at, scanner.at + 2)),
		skipExpression() {
			scanner.at = expressionEnd(file, scanner.at);
		},
	};
	return scanner;

	function matchAt(pattern: RegExp): string | undefined {
		pattern.lastIndex = scanner.at;
		const found = pattern.exec(text)?.[0];
		scanner.at += found?.length ?? 0;
		return found;
	}
}

function spaceEnd({ text }: ListFile, from: number, lines: boolean): number {
	let at = from;
	for (;;) {
		const char = text[at];
		if (char === " " || char === "\t" || char === "\ufeff" || (lines && (char === "\n" || char === "\r"))) at++;
		else if (text.startsWith("/*", at)) {
			const end = text.indexOf("*/", at + 2);
			at = end < 0 ? text.length : end + 2;
		} else if (lines && (char === "#" || text.startsWith("//", at))) at = lineEnd(text, at);
		else return at;
	}
}

function lineEnd(text: string, at: number): number {
	const end = text.indexOf("\n", at);
	return end < 0 ? text.length : end;
}

/** The string that begins at `from`; undefined if it holds a template. */
function readString(file: ListFile, from: number): { readonly value: string; readonly end: number } | undefined {
	const { text } = file;
	let value = "";
	for (let at = from + 1; ; at++) {
		const char = text[at];
		if (char === undefined || char === "\n") throw malformedAt(file, from, "not HCL: a string without its end");
		if (at - from > 2 * textLimit) throw malformedAt(file, from, `a value longer than ${textLimit} characters`);
		if (char === '"') return { value, end: at + 1 };
		const isSign = char === "$" || char === "%";
		if (isSign && text[at + 1] === "{") return undefined;
		if (isSign && text[at + 1] === char && text[at + 2] === "{") {
			value += `${char}{`;
			at += 2;
		} else if (char === "\\") {
			const [escaped, length] = readEscape(file, at);
			value += escaped;
			at += length;
		} else value += char;
	}
}

/** The character of the escape at `at`, and how many characters follow the backslash. */
function readEscape(file: ListFile, at: number): readonly [string, number] {
	const next = file.text[at + 1] ?? "";
	const plain = Object.hasOwn(escapes, next) ? escapes[next] : undefined;
	if (plain !== undefined) return [plain, 1];
	const length = next === "u" ? 4 : next === "U" ? 8 : 0;
	const hex = file.text.slice(at + 2, at + 2 + length);
	const code = Number.parseInt(hex, 16);
	if (length === 0 || !/^[0-9a-f]+$/i.test(hex) || hex.length < length || code > 0x10ffff)
		throw malformedAt(file, at, "not HCL: an unknown escape in a string");
	return [String.fromCodePoint(code), length + 1];
}

/** Follows brackets, strings with templates, comments and heredocs; `open` holds what is not closed yet. */
function expressionEnd(file: ListFile, from: number): number {
	const { text } = file;
	const open: string[] = [];
	let at = from;
	while (at < text.length) {
		const isOutside = open.length === 0;
		if (isOutside && (/[\n,}\])#]/.test(text[at] ?? "") || text.startsWith("//", at))) return at;
		at = open.at(-1) === '"' ? stepInString(file, { at, from, open }) : stepInCode(text, at, open);
	}
	if (open.length > 0) throw malformedAt(file, from, "not HCL: an expression without its end");
	return at;
}

function stepInCode(text: string, at: number, open: string[]): number {
	const past = commentEnd(text, at) ?? heredocEnd(text, at);
	if (past !== undefined) return past;
	const char = text[at] ?? "";
	const inner = open.at(-1);
	if (char === '"' || char === "(" || char === "[" || char === "{") open.push(char);
	else if (inner !== undefined && char === closing[inner]) open.pop();
	return at + 1;
}

function stepInString(
	file: ListFile,
	{ at, from, open }: { readonly at: number; readonly from: number; readonly open: string[] },
): number {
	const { text } = file;
	const char = text[at];
	if (char === "\n") throw malformedAt(file, from, "not HCL: a string without its end");
	if (char === "\\") return at + 2;
	if (char === '"') open.pop();
	else if (char === "$" || char === "%") {
		if (text[at + 1] === char && text[at + 2] === "{") return at + 3;
		if (text[at + 1] === "{") {
			open.push("${");
			return at + 2;
		}
	}
	return at + 1;
}

function commentEnd(text: string, at: number): number | undefined {
	if (text[at] === "#" || text.startsWith("//", at)) return lineEnd(text, at);
	if (!text.startsWith("/*", at)) return undefined;
	const end = text.indexOf("*/", at + 2);
	return end < 0 ? text.length : end + 2;
}

/** The end of a heredoc's last line (`EOT`), where an expression that is one ends. */
function heredocEnd(text: string, at: number): number | undefined {
	if (text[at] !== "<" || text[at + 1] !== "<") return undefined;
	heredocPattern.lastIndex = at;
	const match = heredocPattern.exec(text);
	if (match?.[1] === undefined) return undefined;
	for (let line = heredocPattern.lastIndex; line < text.length; ) {
		const end = lineEnd(text, line);
		if (text.slice(line, Math.min(end, line + 1024)).trim() === match[1]) return end;
		line = end + 1;
	}
	return text.length;
}
