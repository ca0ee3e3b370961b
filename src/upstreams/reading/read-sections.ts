import type { ListDocument, SectionRow } from "../document.ts";
import { documentFaults, type ListFile, malformedAt, offsetOfLine, textProblem } from "./list-file.ts";

const heading = /^(#{1,2})\s+(\S+)$/;
const entry = /^([A-Za-z0-9][\w.-]*):\s+(\S+)$/;

/** True if every line is a heading (`# centos7`) or an entry (`us-east-1: ami-…`), and a heading comes first. */
export function isSections(text: string): boolean {
	const lines = text.split("\n", 200).map((line) => line.trim());
	const told = lines.filter((line) => line !== "");
	return heading.test(told[0] ?? "") && told.some((line) => entry.test(line)) && told.every((line) => isKnown(line));
}

function isKnown(line: string): boolean {
	return heading.test(line) || entry.test(line);
}

/** Reads plain text in sections as one row for each entry, with the headings above it. */
export function readSections(file: ListFile): ListDocument {
	const value: SectionRow[] = [];
	let [outer, inner]: [string | null, string | null] = [null, null];
	for (const [i, written] of file.text.split("\n").entries()) {
		const text = written.trim();
		if (text === "") continue;
		const [, marks, title = ""] = heading.exec(text) ?? [];
		const [, key = "", word = ""] = entry.exec(text) ?? [];
		if (marks === "##") [outer, inner] = [title, null];
		else if (marks === "#") inner = title;
		else if (key !== "") value.push({ line: i + 1, outer, inner, key, value: word });
		const problem = isKnown(text) ? textProblem(text) : "the line is neither a heading nor an entry";
		if (problem) throw malformedAt(file, offsetOfLine(file.text, i + 1), problem);
	}
	const lineOf = (path: readonly (string | number)[]) => value[Number(path[0])]?.line ?? 1;
	const faults = documentFaults(file, (path) => offsetOfLine(file.text, lineOf(path)));
	return { syntax: "text", fileName: file.fileName, folders: file.folders, value, ...faults, lineOf };
}
