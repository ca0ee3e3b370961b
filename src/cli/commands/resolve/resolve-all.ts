import type { Resolved, ResolveOutcome } from "../../../client/generated/registry.ts";
import { isArtifactPlace } from "../../../core/image/index.ts";
import type { ResolveOptions } from "../../connection/quick-resolve.ts";
import type { Session } from "../../connection/session.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import { exitCodeOf } from "../../exit-codes.ts";
import { readReference } from "../../input/own-reference.ts";
import { UsageError } from "../../usage-error.ts";
import { type ImageMap, renderEnv, renderJson, renderTfvars, renderYaml, sharedEnvNames } from "./map-formats.ts";

const renderers: Readonly<Record<string, (images: ImageMap) => string>> = {
	env: renderEnv,
	json: renderJson,
	tfvars: renderTfvars,
	yaml: renderYaml,
};
/** The API's limit of questions in a request. */
const atOnce = 1000;

/**
 * Prints the images of every cloud that a revision maps; files to upload only with --artifacts. Resolves every cloud,
 * so that deleted images are refused and deprecated ones give a warning. A refused cloud is left out, reported on
 * standard error, and sets the exit code.
 */
export async function resolveAll(session: Session, ref: string, options: ResolveOptions): Promise<number | undefined> {
	const format = readFormat(options);
	await session.connect();
	const { output, world } = session;
	const { name, revision } = await readReference(session.client, ref);
	const found = await session.client.getRevision(name, revision);
	const clouds = found.settings
		.map((setting) => setting.cloud)
		.filter((cloud) => options.artifacts || !isArtifactPlace(cloud));
	// The number that was read, so that all answers come from one revision, whatever is committed meanwhile.
	const pinned = found.number === 0 ? `${name}@head` : `${name}@${found.number}`;
	const requestedValues = dropUndefined({ architecture: options.arch, instanceType: options.instanceType });
	const items: ResolveOutcome[] = [];
	for (let i = 0; i < clouds.length; i += atOnce) {
		const questions = clouds.slice(i, i + atOnce).map((cloud) => ({ ref: pinned, cloud, ...requestedValues }));
		items.push(...(await session.client.resolveImages({ questions })).items);
	}
	const resolved = items.flatMap((item) => item.resolved ?? []);
	for (const one of resolved) {
		for (const { code, text } of one.warnings)
			if (code !== "artifact-needs-upload") output.note(`mci: warning: ${one.cloud}: ${text} [${code}]`);
	}
	const problems = items.flatMap((item) => item.problem ?? []);
	for (const { detail, code } of problems) output.note(`mci: ${detail} [${code}]`);
	if (items.length === 0) output.note(`${pinned} maps no cloud.`);
	if (output.json && format === "table") output.value({ items });
	else print();
	const [first] = problems;
	return first ? exitCodeOf(first.code, first.status) : undefined;

	function print(): void {
		const images: ImageMap = new Map(resolved.map((one) => [one.cloud, one.image.uid]));
		const render = renderers[format];
		if (!render) {
			if (resolved.length > 0) printTable(resolved);
			return;
		}
		const shared = format === "env" ? sharedEnvNames(images) : [];
		if (shared.length > 0)
			throw new UsageError(`${shared[0]?.join(" and ")} would share one variable.`, "Use --format json.");
		world.stdout.write(render(images));
	}

	function printTable(rows: readonly Resolved[]): void {
		const hasType = rows.some((row) => row.instanceType !== null);
		output.table(
			["cloud", "image", ...(hasType ? ["instance type"] : [])],
			rows.map((row) => [row.cloud, row.image.uid, ...(hasType ? [row.instanceType ?? ""] : [])]),
		);
	}
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
	return format;
}
