import type { Command } from "commander";
import { revisionKey } from "../../../core/bundle/index.ts";
import { revisionRef } from "../../../core/revision/index.ts";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { openBundleFile } from "./bundle-file.ts";

export const examples = ["mci bundle inspect web-base.mcib", "mci bundle inspect acme.mcib --json"];

export function define(command: Command, run: Run): void {
	command.argument("<file>", "the bundle, - for standard input").action(
		run<[string]>(async (session, [place]) => {
			const { output } = session;
			const { sealed, bundle } = await openBundleFile(session, { place });
			const { publisher, created, publications, lifecycles, revisions } = bundle;
			if (output.json) {
				const listed = revisions.map(({ kind, lineage, number, digest, content }) => ({
					kind,
					lineage,
					number,
					name: content.name,
					digest,
				}));
				output.value({
					digest: sealed.digest,
					key: sealed.key,
					publisher,
					createdAt: created,
					publications,
					lifecycles,
					revisions: listed,
				});
				return undefined;
			}
			output.table(
				["field", "value"],
				[
					["publisher", publisher.name],
					["page", publisher.url ?? ""],
					["created", formatTime(created)],
					["digest", sealed.digest],
				],
			);
			const offered = new Map(publications.map((one) => [revisionKey(one), one]));
			const lives = new Map(lifecycles.map((one) => [revisionKey(one), one]));
			const here = new Set(revisions.map(revisionKey));
			const rows = [
				...revisions.map((one) => ({ ...one, name: one.content.name })),
				...publications.filter((one) => !here.has(revisionKey(one))),
			].map((one) => {
				const publication = offered.get(revisionKey(one));
				const life = lives.get(revisionKey(one));
				const said = life?.revokedAt
					? `revoked ${formatTime(life.revokedAt)}`
					: life?.deprecatedAt
						? `deprecated ${formatTime(life.deprecatedAt)}`
						: "";
				return [
					one.kind,
					revisionRef(one.name, one.number),
					publication?.state ?? "dependency",
					said,
					publication?.shortDescription ?? "",
				];
			});
			output.line();
			output.table(["kind", "revision", "offered", "life", "about"], rows);
			output.note(`It is complete and signed with ${sealed.key}. Ask the publisher whether that is their key.`);
			return undefined;
		}),
	);
}
