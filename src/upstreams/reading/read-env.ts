import type { ListDocument } from "../document.ts";
import { documentFaults, keyProblem, type ListFile, malformedAt, offsetOfLine, textProblem } from "./list-file.ts";

const assignment = /^(?:export\s+)?([A-Za-z_]\w*)=(.*)$/;

/** True if every line is an assignment of a shell, a comment or empty. */
export function isEnv(text: string): boolean {
	const lines = linesOf(text).filter((line) => line !== "" && !line.startsWith("#"));
	return lines.length > 0 && lines.every((line) => assignment.test(line));
}

/** Reads `NAME='text'` of a POSIX shell as an object: quoted in either way, or bare; nothing is expanded. */
export function readEnv(file: ListFile): ListDocument {
	const value: Record<string, string> = {};
	const lineNumbers = new Map<string, number>();
	const lineOf = (path: readonly (string | number)[]) => lineNumbers.get(String(path[0])) ?? 1;
	linesOf(file.text).forEach((line, i) => {
		const [, name, written = ""] = assignment.exec(line) ?? [];
		if (name === undefined) return;
		const text = unquoted(written);
		const problem =
			keyProblem(name) ??
			(lineNumbers.has(name) ? `the variable ${name} is set twice` : undefined) ??
			(text === undefined ? `the value of ${name} is not plain text` : textProblem(text));
		if (problem) throw malformedAt(file, offsetOfLine(file.text, i + 1), problem);
		lineNumbers.set(name, i + 1);
		value[name] = text ?? "";
	});
	const faults = documentFaults(file, (path) => offsetOfLine(file.text, lineOf(path)));
	return { syntax: "env", fileName: file.fileName, folders: file.folders, value, ...faults, lineOf };
}

function linesOf(text: string): string[] {
	return text.split("\n").map((line) => line.trim());
}

/** The text of a shell's word; undefined if it is not one word, or would be expanded. */
function unquoted(word: string): string | undefined {
	const quoted = /^'([^']*)'((?:\\''[^']*')*)$/.exec(word);
	if (quoted) return `${quoted[1]}${(quoted[2] ?? "").replace(/\\''([^']*)'/g, "'$1")}`;
	const doubled = /^"([^"\\$`]*)"$/.exec(word);
	if (doubled) return doubled[1];
	return /^[^\s'"\\$`;&|<>()*?#]*$/.test(word) ? word : undefined;
}
