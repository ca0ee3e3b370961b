import type { Resolved, ResolvedServer, ResolveOutcome } from "../../../client/generated/registry.ts";
import { isArtifactPlace } from "../../../core/image/index.ts";
import { revisionRef, type Selector } from "../../../core/revision/index.ts";
import type { ResolveOptions } from "../../connection/quick-resolve.ts";
import type { Session } from "../../connection/session.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { exitCodeOf } from "../../exit-codes.ts";
import { readReference } from "../../input/own-reference.ts";
import { UsageError } from "../../usage-error.ts";
import { type ImageMap, renderEnv, renderJson, renderTfvars, renderYaml, sharedEnvNames } from "./map-formats.ts";

const renderers: Readonly<Record<string, (images: ImageMap, name?: string) => string>> = {
	env: renderEnv,
	json: renderJson,
	tfvars: renderTfvars,
	yaml: renderYaml,
};
/** The API's limit of questions in a request. */
const atOnce = 1000;

type Answer = Resolved | ResolvedServer;

/**
 * Prints the images of every cloud that a revision, or a template's MCIs, map; files to upload only with --artifacts.
 * Resolves every cloud, so that deleted images are refused and deprecated ones give a warning. A refused cloud is
 * reported on standard error and sets the exit code. A map in a format for programs is then not printed at all, unless
 * --partial allows to leave clouds out.
 */
export async function resolveAll(
	session: Session,
	ref: string | undefined,
	options: ResolveOptions,
): Promise<number | undefined> {
	const format = readFormat(options);
	await session.connect();
	const { output, world } = session;
	const subject =
		options.template === undefined ? await mciSubject(session, ref ?? "") : await templateSubject(session, options);
	const clouds = subject.clouds.filter((cloud) => options.artifacts || !isArtifactPlace(cloud));
	const items = await ask(session, subject, clouds, options);
	const resolved = items.flatMap((item) => item.resolved ?? []);
	for (const one of resolved) {
		for (const { code, text } of one.warnings)
			if (code !== "artifact-needs-upload") output.note(`mci: warning: ${one.cloud}: ${text} [${code}]`);
	}
	const problems = items.flatMap((item) => item.problem ?? []);
	for (const { detail, code } of problems) output.note(`mci: ${detail} [${code}]`);
	if (items.length === 0) output.note(`${subject.ref} maps no cloud.`);
	if (output.json && format === "table") output.value({ items });
	else if (format === "table") printTable(session, resolved);
	else if (problems.length > 0 && !options.partial)
		output.note(
			`Nothing was printed, because ${problems.length} of ${items.length} clouds are refused; ` +
				"use --partial to leave them out.",
		);
	else world.stdout.write(render(format, resolved, options.var));
	const [first] = problems;
	return first ? exitCodeOf(first.code, first.status) : undefined;
}

/** What is resolved: the question without a cloud, and the clouds to ask for. */
interface Subject {
	readonly ref: string;
	readonly question: { readonly ref: string } | { readonly template: string; readonly mci?: string };
	readonly clouds: readonly string[];
	/** The reason for the revision, in the words of a single answer. */
	readonly reason: string | null;
}

/** Asks for the number that was read, so that all answers come from one revision, whatever is committed meanwhile. */
async function mciSubject({ client }: Session, text: string): Promise<Subject> {
	const { name, revision, selector } = await readReference(client, text);
	const found = await client.getRevision(name, revision);
	const ref = revisionRef(name, found.number);
	return {
		ref,
		question: { ref },
		clouds: found.settings.map(({ cloud }) => cloud),
		reason: reasonOf(selector, found.number),
	};
}

async function templateSubject({ client }: Session, { template = "", mci }: ResolveOptions): Promise<Subject> {
	const { name, revision } = await readReference(client, template);
	const found = await client.getTemplateRevision(name, revision);
	const { mcis } = await client.getTemplateParts(name, {
		revision: found.number === 0 ? "head" : String(found.number),
	});
	const ref = revisionRef(name, found.number);
	return {
		ref,
		question: { template: ref, ...dropUndefined({ mci }) },
		clouds: [...new Set(mcis.flatMap(({ clouds }) => clouds))].sort(),
		reason: null,
	};
}

function reasonOf(selector: Selector, number: number): string | null {
	switch (selector.kind) {
		case "channel":
			return `channel ${selector.channel} points to ${number === 0 ? "HEAD" : `revision ${number}`}`;
		case "latest":
			return `revision ${number} is the newest commit`;
		default:
			return null;
	}
}

async function ask(
	{ client }: Session,
	{ question, reason }: Subject,
	clouds: readonly string[],
	{ arch, instanceType }: ResolveOptions,
): Promise<ResolveOutcome[]> {
	const requested = dropUndefined({ architecture: arch, instanceType });
	const items: ResolveOutcome[] = [];
	for (let i = 0; i < clouds.length; i += atOnce) {
		const questions = clouds.slice(i, i + atOnce).map((cloud) => ({ ...question, cloud, ...requested }));
		items.push(...(await client.resolveImages({ questions })).items);
	}
	if (reason === null) return items;
	return items.map((item) => (item.resolved ? { ...item, resolved: withReason(item.resolved, reason) } : item));
}

function withReason(answer: Answer, text: string): Answer {
	const reasons = answer.reasons.map((reason) => (reason.property === "revision" ? { ...reason, text } : reason));
	return { ...answer, reasons };
}

function render(format: string, resolved: readonly Answer[], name: string | undefined): string {
	const images: ImageMap = new Map(resolved.map((one) => [one.cloud, one.image.uid]));
	const shared = format === "env" ? sharedEnvNames(images) : [];
	if (shared.length > 0)
		throw new UsageError(`${shared[0]?.join(" and ")} would share one variable.`, "Use --format json.");
	return renderers[format]?.(images, name) ?? "";
}

function printTable({ output }: Session, rows: readonly Answer[]): void {
	if (rows.length === 0) return;
	const hasType = rows.some((row) => row.instanceType !== null);
	output.table(
		["cloud", "image", ...(hasType ? ["instance type"] : [])],
		rows.map((row) => [row.cloud, row.image.uid, ...(hasType ? [row.instanceType ?? ""] : [])]),
	);
}

function readFormat(options: ResolveOptions): string {
	if (options.cloud !== undefined || options.image !== undefined || options.explain) {
		throw new UsageError(
			"--all-clouds can't be combined with --cloud, --image or --explain.",
			"For one cloud, use --cloud.",
		);
	}
	const format = options.format ?? "table";
	if (format !== "table" && !Object.hasOwn(renderers, format)) {
		throw new UsageError(`There is no format “${format}”.`, `Use table, ${Object.keys(renderers).join(", ")}.`);
	}
	if (options.var !== undefined && format !== "tfvars" && format !== "env")
		throw new UsageError("--var needs --format tfvars or env.", "The other formats have no variable.");
	if (options.var !== undefined && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(options.var))
		throw new UsageError(`“${options.var}” is not a variable's name.`, "Use letters, digits and underscores.");
	return format;
}
