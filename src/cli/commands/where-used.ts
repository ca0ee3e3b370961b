import type { Command } from "commander";
import { lookUpImage, type Usage } from "../../client/generated/registry.ts";
import type { Run } from "../define-command.ts";

export const examples = ["mci where-used ami-0abcdef1234567890", "mci where-used projects/acme/global/images/web-7 --json"];

export function define(command: Command, run: Run): void {
	command.argument("<uid>", "the image's id in its cloud").action(
		run<[string]>(async (session, [uid]) => {
			await session.connect();
			const { output } = session;
			const found = await lookUpImage({ uid });
			if (output.json) {
				output.value(found);
				return undefined;
			}
			const rows = found.items.flatMap(({ image, usages }) =>
				usages.map((usage) => [usage.mci, revisionsOf(usage), usage.cloud, usage.latest ? "latest" : "", image.state]),
			);
			if (rows.length > 0) output.table(["mci", "revisions", "cloud", "now", "state"], rows);
			else output.note(`The image is in the catalogue (${found.items.map(({ image }) => image.cloud).join(", ")}), and no revision uses it.`);
			return undefined;
		}),
	);
}

function revisionsOf({ revisions, head }: Usage): string {
	if (revisions === null) return "head only";
	const range = revisions.first === revisions.last ? String(revisions.first) : `${revisions.first}-${revisions.last}`;
	return head ? `${range}, head` : range;
}
