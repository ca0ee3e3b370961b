import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One retired word of docs/glossary.md. */
export interface RetiredWord {
	/** As the glossary writes it between backticks: `mend*`. */
	readonly word: string;
	/** What to write instead. */
	readonly instead: string;
	/** Finds it in a line. */
	readonly pattern: RegExp;
	/** True if only names in code are checked. */
	readonly isName: boolean;
}

/** A place with a retired word. */
export interface Finding {
	readonly file: string;
	readonly line: number;
	readonly word: string;
	readonly instead: string;
	readonly text: string;
}

/** Number of findings by file and word. */
export type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Harmless uses: a word after or before these texts is not a finding. Each has its reason. */
const harmless: Readonly<Record<string, { readonly before?: string; readonly after?: string }>> = {
	// “There is no account” is plain English, and so are comparisons: “is no longer used”.
	"is no …": {
		before: String.raw`\b[Tt]here `,
		after: String.raw`(?:longer|more|less|fewer|earlier|later|other|different|way)\b`,
	},
	"is none of": { before: String.raw`\b[Tt]here ` },
	// “Leave the name alone” and “stand-alone” do not mean “only”.
	alone: { before: String.raw`\b(?:leaves?|left|let|stands?|stood) (?:\w+ ){0,3}|-` },
};

/** The searched paths: our own text. Folders end with a slash. */
const searched = ["src/", "test/", "scripts/", "bench/", "bin/", "docs/", "README.md", "SECURITY.md"];

/**
 * The skipped paths: generated files (their sources are searched), history, quoted data, and the lists of the words
 * themselves.
 */
const skipped: readonly RegExp[] = [
	/\.gen\.tsx?$/,
	/^src\/client\/generated\//,
	/^docs\/(?:cli|errors|permissions|lint|glossary)\.md$/,
	/^docs\/decisions\//,
	/\/(?:fixtures|samples|node_modules)\//,
	/^test\/words(?:\.test)?\.ts$/,
];

const sources = /\.(?:ts|tsx|mts|mjs|js|css|html|sh)$/;

/** Reads the retired words from the tables of the glossary whose last column is “do not write”. */
export function readRetiredWords(glossary: string): RetiredWord[] {
	const words: RetiredWord[] = [];
	let isTable = false;
	for (const line of glossary.split("\n")) {
		const cells = cellsOf(line);
		const last = cells.at(-1);
		if (cells.length < 2 || last === undefined) isTable = false;
		else if (last === "do not write") isTable = true;
		else if (isTable)
			for (const [, word = ""] of last.matchAll(/`([^`]+)`/g)) words.push(retiredWord(word, cells[0] ?? ""));
	}
	return words;
}

function cellsOf(line: string): string[] {
	if (!line.startsWith("|")) return [];
	return line
		.slice(1, line.lastIndexOf("|"))
		.split(/(?<!\\)\|/)
		.map((cell) => cell.trim());
}

function retiredWord(word: string, instead: string): RetiredWord {
	const { before, after } = harmless[word] ?? {};
	const isName = word.endsWith(" (name)") || /\w…$/.test(word);
	const plain = word.replace(/ \(name\)$/, "").replace(/\s*…$/, "");
	const body = plain
		.replace(/\*$/, "")
		.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`)
		.replace(/^is /, "(?:is|are|was|were|be) ")
		.replaceAll(" ", String.raw`\s+`);
	const end = word.endsWith("*") ? String.raw`\w*` : word.endsWith("…") ? "" : String.raw`\b`;
	const next = word.endsWith(" …") ? String.raw`\s+(?=[a-z])` : "";
	const pattern = isName
		? namePattern(plain, word)
		: new RegExp(
				`${before === undefined ? "" : `(?<!${before})`}\\b${body}${end}${next}${after === undefined ? "" : `(?!${after})`}`,
				"gi",
			);
	return { word, instead, pattern, isName };
}

/**
 * `hold…`: a name that begins with it and continues. `offer (name)`: a type, or a name of several words, that contains
 * it.
 */
function namePattern(plain: string, word: string): RegExp {
	const upper = `${plain[0]?.toUpperCase()}${plain.slice(1)}`;
	return word.endsWith("…")
		? new RegExp(String.raw`\b${plain}[A-Z]\w*`, "g")
		: new RegExp(String.raw`\b(?:\w*${upper}s?(?![a-z])\w*|${plain}s?[A-Z]\w*)`, "g");
}

/** The findings in one file. Names in code count too: `momentFrom` is read as “moment From”. */
export function findRetired(file: string, text: string, words: readonly RetiredWord[]): Finding[] {
	const isCode = sources.test(file);
	const lines = text.split("\n");
	return words.flatMap(({ word, instead, pattern, isName }) => {
		if (isName && (!isCode || isAllowedName(word, file))) return [];
		return lines.flatMap((line, index) => {
			const read = isName || !isCode ? line : line.replace(/([a-z0-9])(?=[A-Z])|_/g, "$1 ");
			return [...read.matchAll(pattern)].map(() => ({ file, line: index + 1, word, instead, text: line.trim() }));
		});
	});
}

/** A feed lists offers: its files may name them. */
function isAllowedName(word: string, file: string): boolean {
	return word.startsWith("offer") && /\/feeds?(?:[/.-]|$)/.test(file);
}

/** Our own searched files, in order. */
export function searchedFiles(root: string): string[] {
	return searched
		.flatMap((path) =>
			path.endsWith("/")
				? readdirSync(join(root, path), { recursive: true, withFileTypes: true })
						.filter((entry) => entry.isFile())
						.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
				: [path],
		)
		.filter((file) => (sources.test(file) || file.endsWith(".md")) && !skipped.some((pattern) => pattern.test(file)))
		.sort();
}

/** Every finding in the tree at `root`. */
export function findAll(root: string, words: readonly RetiredWord[]): Finding[] {
	return searchedFiles(root).flatMap((file) => findRetired(file, readFileSync(join(root, file), "utf8"), words));
}

/** Counts findings by file and word, both in alphabetical order. */
export function countFindings(findings: readonly Finding[]): Counts {
	const counts: Record<string, Record<string, number>> = {};
	for (const { file, word } of findings) {
		counts[file] ??= {};
		counts[file][word] = (counts[file][word] ?? 0) + 1;
	}
	return sorted(counts, (words) => sorted(words, (count) => count));
}

function sorted<V>(record: Readonly<Record<string, V>>, change: (value: V) => V): Record<string, V> {
	return Object.fromEntries(
		Object.entries(record)
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, value]) => [key, change(value)]),
	);
}

/** Sums of the counts by word. */
export function totals(counts: Counts): Map<string, number> {
	const sums = new Map<string, number>();
	for (const words of Object.values(counts))
		for (const [word, count] of Object.entries(words)) sums.set(word, (sums.get(word) ?? 0) + count);
	return sums;
}

/** The list as a file in the formatter's style: one line per file, or several if it would be too long. */
export function renderCounts(counts: Counts): string {
	const entries = Object.entries(counts).map(([file, words], index, { length }) => {
		const members = Object.entries(words).map(([word, count]) => `${JSON.stringify(word)}: ${count}`);
		const name = JSON.stringify(file);
		const comma = index < length - 1 ? "," : "";
		const line = `${name}: { ${members.join(", ")} }${comma}`;
		return 2 + line.length <= lineWidth ? `  ${line}` : `  ${name}: {\n    ${members.join(",\n    ")}\n  }${comma}`;
	});
	return entries.length === 0 ? "{}\n" : `{\n${entries.join("\n")}\n}\n`;
}

const lineWidth = 120;
