import type { Command } from "commander";
import type { Merge } from "../../client/generated/registry.ts";
import { ProblemError } from "../../client/request.ts";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import type { Session } from "../connection/session.ts";
import { dropUndefined } from "../drop-undefined.ts";
import { type CommandModule, collect } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { isInteractive, openPrompt, type Prompt } from "../input/prompt.ts";
import { summarize } from "../output/changes.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { printChangeTable } from "./change-table.ts";
import { printCommitted } from "./commit-command.ts";
import { type Answer, askConflict, printConflicts, type Resolution, readAnswer, readResolutions } from "./conflicts.ts";
import { namedText } from "./diff-command.ts";
import { ifMatch } from "./head-edit.ts";
import { type KindApi, kindApi, type MergedAnswer, type Summary, summaryIn } from "./kind-api.ts";

interface Options {
	readonly from: string;
	readonly base?: string;
	readonly resolve?: string[];
	readonly ours?: boolean;
	readonly theirs?: boolean;
	readonly dryRun?: boolean;
	readonly yes?: boolean;
	readonly commit?: boolean;
	readonly message?: string;
}

/** Merges the changes of another revision into HEAD. */
export function mergeCommand(kind: ComponentKind): CommandModule {
	const { one, command: noun } = componentNouns[kind];
	return {
		examples: [
			`${noun} merge web-base --from fedora-coreos-stable-x86_64@4`,
			`${noun} merge web-base --from fedora-coreos-stable-x86_64@4 --resolve aws-us-east-1.image=theirs --dry-run`,
			`${noun} merge web-base --from other@head --theirs --commit -m "Merge changes of other"`,
		],
		define(command: Command, run) {
			command
				.argument("<name>", `name of the ${one} whose HEAD is changed`)
				.requiredOption("--from <ref>", "the revision to merge")
				.option("--base <ref>", "base to compare with (default: the common ancestor)")
				.option(
					"--resolve <path=answer>",
					"ours, theirs or a value for a conflict; an empty value removes it; can be repeated",
					collect,
				)
				.option("--ours", "resolve all other conflicts with HEAD's side")
				.option("--theirs", "resolve all other conflicts with the other side")
				.option("--dry-run", "show what would change, without changing it")
				.option("-y, --yes", "don't ask for confirmation")
				.option("--commit", "commit HEAD afterwards")
				.option("-m, --message <message>", "message of the commit")
				.addHelpText(
					"after",
					"\nOn a terminal you are asked about each conflict. Elsewhere the conflicts are listed with the options that resolve them,\nnothing is changed, and the exit code is 5.\nOurs is HEAD, theirs is the revision to merge.\n",
				)
				.action(run<[string], Options>((session, [ref], options) => merge(session, { kind, ref, options })));
		},
	};
}

async function merge(
	session: Session,
	asked: { readonly kind: ComponentKind; readonly ref: string; readonly options: Options },
): Promise<number> {
	const { kind, ref, options } = asked;
	checkOptions(options);
	const resolutions = readResolutions(options.resolve ?? []);
	await session.connect();
	const { output, world } = session;
	const api = kindApi(session.client, kind);
	const { name } = await readReference(session.client, ref);
	const before = summaryIn(kind, await api.get(name));
	const prompt = isInteractive(world) && !output.json ? openPrompt(world) : undefined;
	try {
		const task: Task = { session, api, before, options, resolutions, prompt: options.dryRun ? undefined : prompt };
		const { merged, answers } = await previewMerge(task);
		if (merged.conflicts.length > 0) return refuse(task, merged, answers);
		if (options.dryRun) {
			output.show(merged, () => printPreview(task, merged));
			if (!output.json) output.note("Dry run: nothing was changed.");
			return 0;
		}
		if (prompt && !options.yes && merged.changes.length > 0) {
			printPreview(task, merged);
			if (!(await prompt.confirm(`Change HEAD of ${plainText(before.name)}?`))) {
				output.note("Nothing was changed.");
				return 0;
			}
		}
		await write(task, answers);
		return 0;
	} finally {
		prompt?.close();
	}
}

interface Task {
	readonly session: Session;
	readonly api: KindApi;
	readonly before: Summary;
	readonly options: Options;
	readonly resolutions: readonly Resolution[];
	/** Omitted without a terminal to ask on. */
	readonly prompt: Prompt | undefined;
}

type Answers = Readonly<Record<string, Answer>>;

function checkOptions({ ours, theirs, commit, message, dryRun }: Options): void {
	if (ours && theirs)
		throw new UsageError(
			"--ours and --theirs can't be combined.",
			"Give one of them, and --resolve for the exceptions.",
		);
	if (commit && message === undefined) throw new UsageError("--commit needs a message.", "Add one with -m.");
	if (!commit && message !== undefined) throw new UsageError("-m needs --commit.", "Add --commit, or leave -m out.");
	if (commit && dryRun)
		throw new UsageError("--dry-run changes nothing, so there is nothing to commit.", "Use one of them.");
}

/** Tries the merge until no conflict is left that someone could answer. */
async function previewMerge(task: Task): Promise<{ readonly merged: MergedAnswer; readonly answers: Answers }> {
	const { options, resolutions, prompt, session } = task;
	const first = await tryMerge(task, {});
	const conflicts = new Map(first.conflicts.map((conflict) => [conflict.path, conflict]));
	const answers: Record<string, Answer> = Object.fromEntries(
		resolutions.map(({ path, text }) => [path, readAnswer(text, conflicts.get(path))]),
	);
	const side = options.ours ? "ours" : options.theirs ? "theirs" : undefined;
	if (side) for (const path of conflicts.keys()) answers[path] ??= { take: side };
	let merged = Object.keys(answers).length === 0 ? first : await tryMerge(task, answers);
	while (prompt && merged.conflicts.length > 0) {
		const given: Record<string, Answer> = {};
		const count = merged.conflicts.length;
		for (const [i, conflict] of merged.conflicts.entries()) {
			given[conflict.path] = await askConflict(session.output, prompt, {
				conflict,
				names: merged.names,
				position: `${i + 1} of ${count}`,
			});
		}
		try {
			merged = await tryMerge(task, { ...answers, ...given });
			Object.assign(answers, given);
		} catch (error) {
			if (!(error instanceof ProblemError) || error.code !== "merge-answer-invalid") throw error;
			session.output.note(error.message);
		}
	}
	return { merged, answers };
}

function bodyOf({ options: { from, base } }: Task, answers: Answers): Merge {
	return { from, answers, ...dropUndefined({ base }) };
}

function tryMerge(task: Task, answers: Answers): Promise<MergedAnswer> {
	return task.api.merge(task.before.name, bodyOf(task, answers), { dryRun: "true" }, ifMatch(task.before));
}

/** Prints the remaining conflicts, and how to answer them. */
async function refuse(task: Task, merged: MergedAnswer, answers: Answers): Promise<number> {
	const { session, api, before, options } = task;
	const { output } = session;
	if (output.json && !options.dryRun) {
		// The registry's own refusal, with the conflicts in its details.
		await api.merge(before.name, bodyOf(task, answers), undefined, ifMatch(before));
	}
	output.show(merged, () =>
		printConflicts(output, merged, { command: componentNouns[api.kind].command, name: before.name, options }),
	);
	return 5;
}

function printPreview({ session, before }: Task, merged: MergedAnswer): void {
	const { output } = session;
	if (merged.changes.length > 0) {
		printChangeTable(output, merged.changes, merged.names);
		output.line();
	}
	output.line(output.style("bold", plainText(`${before.name}@head ← ${sentence(merged)}`)));
}

async function write(task: Task, answers: Answers): Promise<void> {
	const { session, api, before, options } = task;
	const { output } = session;
	const merged = await api.merge(before.name, bodyOf(task, answers), undefined, ifMatch(before));
	const isCommitted = options.commit && options.message !== undefined;
	if (!output.json) output.line(plainText(`${before.name}@head ← ${sentence(merged)}`));
	if (!isCommitted) {
		if (output.json) output.value(merged);
		return;
	}
	const committed = await api.commit(
		before.name,
		{ message: options.message ?? "" },
		ifMatch(summaryIn(api.kind, merged)),
	);
	output.show({ ...merged, committed }, () => printCommitted(output, before.name, committed));
}

function sentence({ theirs, base, changes }: MergedAnswer): string {
	const against = base ? `compared with ${namedText(base)}` : "with no common ancestor";
	return `${namedText(theirs)}, ${against}: ${changes.length === 0 ? "nothing to merge" : summarize(changes)}`;
}
