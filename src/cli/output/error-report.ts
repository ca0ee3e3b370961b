import { ProblemError } from "../../client/request.ts";
import { isFault } from "../../core/errors.ts";
import { revisionWord } from "../../core/revision/index.ts";
import { type ExitCode, exitCodeOf } from "../exit-codes.ts";
import { UsageError } from "../usage-error.ts";
import type { Output } from "./output.ts";

/** An error as the command line prints it, from a registry or from here. */
export interface ReportedError {
	readonly code: string;
	readonly status: number;
	readonly detail: string;
	readonly help: string;
	readonly details: Readonly<Record<string, unknown>>;
	readonly exit: ExitCode;
}

/** The error of any thrown value. An unforeseen one is `internal`: its message without its stack. */
export function reportedError(error: unknown): ReportedError {
	if (error instanceof ProblemError)
		return { ...error, detail: error.message, exit: exitCodeOf(error.code, error.status) };
	if (isFault(error)) {
		const { code, message, help, details } = error;
		return { code, status: 0, detail: message, help, details, exit: exitCodeOf(code, 0) };
	}
	if (error instanceof UsageError)
		return { code: "usage", status: 0, detail: error.message, help: error.help, details: {}, exit: 2 };
	const file = fileProblem(error);
	if (file) return { code: "usage", status: 0, detail: file, help: "", details: {}, exit: 2 };
	const detail = error instanceof Error ? error.message : String(error);
	return { code: "internal", status: 0, detail, help: "", details: {}, exit: 1 };
}

/** Prints an error to standard error, as lines or as a problem in JSON, and returns its exit code. */
export function reportError(error: unknown, output: Output): ExitCode {
	const told = reportedError(error);
	const { code, status, detail, help, details, exit } = told;
	if (output.json) {
		const type = code === "usage" ? "about:blank" : `/v1/errors/${code}`;
		const title = code.replaceAll("-", " ");
		output.note(
			JSON.stringify({ type, title, ...(status === 0 ? {} : { status }), detail, code, help, details }, null, 2),
		);
	} else {
		for (const line of errorLines(told)) output.note(line);
	}
	return exit;
}

/** The lines of an error: what happened, what to do, and what there is instead. */
export function errorLines({ code, detail, help, details }: ReportedError): string[] {
	const label = code === "usage" ? "" : ` [${code}]`;
	const lines = [`mci: ${detail}${label}`];
	if (help !== "") lines.push(`  ${help}`);
	const near = texts(details.near);
	if (near.length > 0) lines.push(`  Did you mean ${near.join(", ")}?`);
	if (typeof details.instead === "object" && details.instead !== null)
		lines.push(...insteadLines(details.instead as Record<string, unknown>));
	lines.push(...rowLines(details.skipped, "row", "why"), ...rowLines(details.issues, "place", "problem"));
	lines.push(...rejectedLines(details.rejected), ...usageLines(details.usages), ...findingLines(details.findings));
	if (code === "merge-answer-invalid") lines.push(...pathLines(details.paths));
	lines.push(...changedLines(details.changed));
	if (typeof details.url === "string" && code === "artifact-only")
		lines.push(`  ${details.url}${details.checksum ? `  ${details.checksum}` : ""}`);
	return lines;
}

const few = 8;

function insteadLines(instead: Readonly<Record<string, unknown>>): string[] {
	const lines: string[] = [];
	const told = (name: string, values: readonly string[]) => {
		if (values.length > 0)
			lines.push(`  instead: ${name} ${values.slice(0, few).join(", ")}${more(values.length, few)}`);
	};
	told("replacement", texts([instead.replacement]));
	told("MCIs", texts(instead.mcis));
	told("revisions", texts(instead.revisions));
	told("clouds", texts(instead.clouds));
	return lines;
}

function rowLines(rows: unknown, place: string, reason: string): string[] {
	if (!Array.isArray(rows) || rows.length === 0) return [];
	const lines = rows
		.slice(0, few)
		.map((row: Record<string, unknown>) => `  ${String(row[place])}: ${String(row[reason])}`);
	return rows.length > few ? [...lines, `  … and ${rows.length - few} more`] : lines;
}

function changedLines(changed: unknown): string[] {
	if (!Array.isArray(changed)) return [];
	return changed
		.slice(0, few)
		.map(
			(entry: Record<string, unknown>) =>
				`  since then: ${String(entry.by)} ${String(entry.act)} at ${String(entry.at)}`,
		);
}

/** The expected and the actual value of each place that a patch does not fit. */
function rejectedLines(rejected: unknown): string[] {
	return listLines(rejected, (one) => {
		const [expected, found] = [jsonOf(one.expected), jsonOf(one.found)];
		return expected === found
			? `${String(one.path)}: ${String(one.problem)}`
			: `${String(one.path)}: expected ${expected}, found ${found}`;
	});
}

function usageLines(usages: unknown): string[] {
	return listLines(usages, (one) => {
		if (one.kind === "channel") return `used: channel ${String(one.component)}@${String(one.name)}`;
		if (one.kind === "server")
			return `used: server ${String(one.deployment)}/${String(one.name)}${throughText(one.through)}`;
		if (one.kind === "publication")
			return `used: publication ${String(one.publication)} of ${String(one.component)}@${revisionWord(Number(one.revision))}`;
		const revisions = one.templateRevisions as { readonly first: number; readonly last: number } | null | undefined;
		const where = revisions
			? `@${revisions.first === revisions.last ? revisions.first : `${revisions.first}-${revisions.last}`}`
			: "@head";
		return `used: ${String(one.kind)} ${String(one.name)}${where} has revision ${revisionWord(Number(one.revision))} (${String(one.part)})`;
	});
}

/** The revision that a server got; empty if it has only the image. */
function throughText(through: unknown): string {
	if (typeof through !== "object" || through === null) return "";
	const { number } = through as { readonly number?: unknown };
	return ` has revision ${number === 0 ? "head" : String(number)}`;
}

function findingLines(findings: unknown): string[] {
	return listLines(
		findings,
		(one) => `${String(one.severity)}: ${String(one.place)}: ${String(one.text)} (${String(one.rule)})`,
	);
}

function pathLines(paths: unknown): string[] {
	const list = texts(paths);
	return list.length === 0 ? [] : [`  conflicts: ${list.slice(0, few).join(", ")}${more(list.length, few)}`];
}

function listLines(list: unknown, lineOf: (one: Record<string, unknown>) => string): string[] {
	if (!Array.isArray(list) || list.length === 0) return [];
	const lines = list.slice(0, few).map((one: Record<string, unknown>) => `  ${lineOf(one)}`);
	return list.length > few ? [...lines, `  … and ${list.length - few} more`] : lines;
}

const longestValue = 100;

/** A short text for the value of a place; for an image without other fields, just its id. */
function jsonOf(value: unknown): string {
	if (value === null || value === undefined) return "nothing";
	const image = value as { readonly uid?: unknown; readonly checksum?: unknown };
	const text = typeof image.uid === "string" && image.checksum === null ? image.uid : JSON.stringify(value);
	return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}

function more(length: number, shown: number): string {
	return length > shown ? ` … (${length - shown} more)` : "";
}

function texts(values: unknown): string[] {
	return Array.isArray(values)
		? values.filter((value) => typeof value === "string" || typeof value === "number").map(String)
		: [];
}

/** The problem with a user's file that can't be read or written, in words. */
function fileProblem(error: unknown): string | undefined {
	if (!(error instanceof Error) || !("code" in error) || !("path" in error) || typeof error.path !== "string")
		return undefined;
	const words: Readonly<Record<string, string>> = {
		ENOENT: "there is no such file or directory",
		EACCES: "it may not be read or written by you",
		EISDIR: "it is a directory",
		ENOTDIR: "a part of its path is not a directory",
		EEXIST: "it already exists",
		EROFS: "the file system is read-only",
		ENOSPC: "the disk is full",
	};
	const problem = typeof error.code === "string" && Object.hasOwn(words, error.code) ? words[error.code] : undefined;
	return problem === undefined ? undefined : `${error.path}: ${problem}.`;
}
