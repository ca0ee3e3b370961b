import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import type { Client } from "../../../client/generated/registry.ts";
import type { ComponentKind } from "../../../core/component/index.ts";
import { parseReference } from "../../../core/revision/index.ts";
import { scriptSequences } from "../../../core/template/index.ts";
import type { Session } from "../../connection/session.ts";
import { type AppliedDocument, parseDocuments } from "../../documents/documents.ts";
import type { TemplateFile } from "../../documents/template-file.ts";
import type { Run } from "../../input/define-command.ts";
import { printChanges, summarize } from "../../output/changes.ts";
import { UsageError } from "../../usage-error.ts";
import { applyContent } from "./apply-content.ts";
import { type Applying, applyScript, applyTemplate } from "./apply-document.ts";
import { applyPatch } from "./apply-patch.ts";

interface Options {
	readonly dryRun?: boolean;
	readonly commit?: boolean;
	readonly message?: string;
	readonly name?: string;
	readonly withHeadDependencies?: boolean;
}

export const examples = [
	"mci apply web-base.yaml --dry-run",
	'mci apply web-base.yaml --commit -m "Adds eu-west-1"',
	"mci export web-base --url https://old.example.com | mci apply -",
	'mci apply scripts.yaml web-base.yaml shop.yaml --commit -m "Shop 2"',
	"mci diff web@3 web@4 --patch | mci apply - --name web-eu",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<file...>", "files as `mci export` and `mci diff --patch` write them; - is standard input")
		.option("--dry-run", "show what would change, without changing it")
		.option("--commit", "commit the changes")
		.option("-m, --message <message>", "message of the commits")
		.option("--with-head-dependencies", "also commit the HEADs that templates use")
		.option("--name <name>", "component to patch instead of the one in the patch")
		.addHelpText(
			"after",
			"\nSets HEAD to the content of the file. Missing components are created: scripts first, then MultiCloud Images, then\nServerTemplates, which refer to them. A patch applies completely or not at all: each of its changes must start from the\ncurrent value. All files are read before anything is written.\n",
		)
		.action(
			run<[string[]], Options>(async (session, [files], options) => {
				const how = readHow(options);
				const documents = await readFiles(session, files, options.name);
				await session.connect();
				const items: object[] = [];
				const planned = new Set<string>();
				for (const one of inOrder(documents)) items.push(await applyNext(session, one, how, planned));
				session.output.show({ items }, () => {
					if (how.dryRun) session.output.note("Dry run: nothing was changed.");
				});
				return undefined;
			}),
		);
}

function readHow({ dryRun, commit, message, withHeadDependencies }: Options): Applying {
	if (commit && message === undefined) throw new UsageError("--commit needs a message.", "Add one with -m.");
	if (!commit && message !== undefined) throw new UsageError("-m needs --commit.", "Add --commit, or leave -m out.");
	return { dryRun: dryRun === true, message, heads: withHeadDependencies ? "commit" : undefined };
}

async function readFiles(
	{ world }: Session,
	files: readonly string[],
	name: string | undefined,
): Promise<readonly AppliedDocument[]> {
	const read: AppliedDocument[] = [];
	for (const file of files) {
		const text = file === "-" ? await readAll(world.stdin) : await readFile(resolve(world.cwd, file), "utf8");
		read.push(...parseDocuments(file === "-" ? "stdin" : file, text));
	}
	const documents = name === undefined ? read : renamed(read, name);
	const keys = documents.map(({ kind, name: one }) => `${kind} ${one}`);
	const twice = documents.find((_, i) => keys.indexOf(keys[i] ?? "") !== i);
	if (twice !== undefined) throw new UsageError(`“${twice.name}” is in the files more than once.`, "Give it once.");
	if (documents.length === 0) throw new UsageError("The files are empty.", "`mci export NAME` shows the form.");
	return documents;
}

/** Applies a document and prints its changes. In a dry run, components that would be created are added to `planned`. */
async function applyNext(
	{ client, output }: Session,
	one: AppliedDocument,
	how: Applying,
	planned: Set<string>,
): Promise<object> {
	const waiting = "template" in one ? refsIn(one.template).filter((ref) => planned.has(ref)) : [];
	if (waiting.length > 0) {
		if (!output.json)
			output.line(
				`${one.name}: uses ${waiting.join(", ")}, which would be created first, so its changes can't be shown`,
			);
		return { created: null, waiting };
	}
	const applied = await applyOne(client, one, how);
	if (how.dryRun && applied.created) planned.add(`${one.kind} ${one.name}`);
	if (!output.json) printApplied(output, one, applied, how);
	return applied;
}

function printApplied(output: Session["output"], one: AppliedDocument, applied: Applied, { dryRun }: Applying): void {
	const { created, changes, revision } = applied;
	const committed = revision ? `, committed as revision ${revision.number}` : "";
	const done = created ? `${dryRun ? "would be created" : "created"}, ${summarize(changes)}` : summarize(changes);
	output.line(`${one.name}: ${done}${committed}`);
	if (!dryRun) return;
	const names = "edited" in applied && "names" in applied.edited ? applied.edited.names : {};
	printChanges(output, changes, new Map(Object.entries(names)));
}

type Applied = Awaited<ReturnType<typeof applyOne>>;

function applyOne(client: Client, one: AppliedDocument, how: Applying) {
	if ("patch" in one) return applyPatch(client, one, how);
	if ("template" in one) return applyTemplate(client, one.template, how);
	return "script" in one ? applyScript(client, one.script, how) : applyContent(client, one.content, how);
}

/** The documents with referenced ones first: scripts, MCIs, templates; each kind in the order of the files. */
function inOrder(documents: readonly AppliedDocument[]): AppliedDocument[] {
	const order = ["script", "mci", "template"];
	return documents.toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

/** The components that a template refers to, by kind and name. */
function refsIn({ mcis, scripts }: TemplateFile): string[] {
	const named = (kind: ComponentKind, ref: string) => `${kind} ${parseReference(ref).name}`;
	return [
		...mcis.map(({ ref }) => named("mci", ref)),
		...scriptSequences.flatMap((sequence) => scripts[sequence].map((ref) => named("script", ref))),
	];
}

/** The only patch, for another component. */
function renamed(documents: readonly AppliedDocument[], name: string): AppliedDocument[] {
	const [first, ...others] = documents;
	if (!first || !("patch" in first) || others.length > 0)
		throw new UsageError("--name needs exactly one patch.", "`mci diff --patch` writes one.");
	return [{ ...first, name }];
}
