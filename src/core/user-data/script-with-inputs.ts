import { shellQuoted } from "../../base/shell-word.ts";
import { shellScriptType } from "./part-type.ts";

/** The value of a script's input, by the name of its environment variable. */
export interface InputValue {
	readonly name: string;
	readonly value: string;
}

/**
 * A shell script (POSIX) that runs `source` with the inputs in its environment, with the interpreter in its first line
 * (default: /bin/sh), as the kernel would: everything after the interpreter is one argument. It ends with the source's
 * exit code, and leaves no file. Inputs are set only for the source, so that an input named `PATH` can't break the
 * rest; the only variable needed here is a positional one, which can't be an input's name.
 */
export function scriptWithInputs(ref: string, source: string, inputs: readonly InputValue[]): string {
	const mark = endMark(source);
	return [
		"#!/bin/sh",
		`# ${ref.replace(/[\r\n]+/g, " ")} with its inputs`,
		'set -- "$(mktemp)"',
		'test -n "$1" || exit 1',
		`cat > "$1" <<'${mark}' || { rm -f "$1"; exit 1; }`,
		source.endsWith("\n") ? source.slice(0, -1) : source,
		mark,
		"(",
		...inputs.map(({ name, value }) => `export ${name}=${shellQuoted(value)}`),
		`exec ${interpreter(source).map(shellQuoted).join(" ")} "$1"`,
		")",
		'set -- "$1" "$?"',
		'rm -f "$1"',
		'exit "$2"',
		"",
	].join("\n");
}

/** The interpreter of a source: path and at most one argument. */
function interpreter(source: string): string[] {
	const [, path, argument] = /^#![ \t]*([^\s]+)(?:[ \t]+([^\r\n]*?))?[ \t]*\r?(?:\n|$)/.exec(source) ?? [];
	if (path === undefined) return ["/bin/sh"];
	return argument ? [path, argument] : [path];
}

/** A line that is not in the source, to end the here-document. */
function endMark(source: string): string {
	let mark = "END_OF_SCRIPT";
	while (source.includes(mark)) mark += "_";
	return mark;
}

/** True if inputs can reach the source: it is a program, not a cloud-config or an include. */
export function takesInputs(contentType: string): boolean {
	return contentType === shellScriptType || contentType === "text/plain";
}
