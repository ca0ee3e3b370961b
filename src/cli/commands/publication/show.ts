import type { Command } from "commander";
import type { ComponentKind } from "../../../core/component/index.ts";
import { revisionRef } from "../../../core/revision/index.ts";
import type { Run } from "../../input/define-command.ts";
import { audienceText } from "../../marketplace/audience.ts";
import { findPublication } from "../../marketplace/find-publication.ts";
import { kindOption } from "../../marketplace/state-member.ts";
import { formatTime } from "../../output/format-time.ts";
import { plainLines } from "../../output/plain-text.ts";

export const examples = ["mci publication show 12", "mci publication show web@3 --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("<publication>", "its number, or NAME@N")
		.addOption(kindOption())
		.action(
			run<[string], { readonly kind?: ComponentKind }>(async (session, [text], { kind }) => {
				await session.connect();
				const { output } = session;
				const found = await session.client.getPublication(await findPublication(session.client, text, kind));
				if (output.json) {
					output.value(found);
					return undefined;
				}
				output.table(
					["field", "value"],
					[
						["publication", String(found.id)],
						["revision", `${found.kind} ${revisionRef(found.name, found.number)}`],
						["digest", found.digest],
						["state", `${found.state}${found.isDependency ? ", as a dependency" : ""}`],
						["commit", `${found.revisionState}${found.lifecycle.reason === null ? "" : `: ${found.lifecycle.reason}`}`],
						["audience", audienceText(found.to)],
						["needed by", found.neededBy.join(", ")],
						["short", found.short],
						["categories", found.categories.join(", ")],
						["clouds", found.clouds.join(", ")],
						["imports", String(found.imports)],
						["published", `${formatTime(found.publishedAt)} by ${found.publishedBy}`],
					],
				);
				for (const [title, said] of [
					["Description", found.description],
					["Release notes", found.notes],
				] as const) {
					if (said === "") continue;
					output.line();
					output.line(output.style("bold", title));
					output.line(plainLines(said.trimEnd()));
				}
				return undefined;
			}),
		);
}
