import { type Command, Option } from "commander";
import type { ImportedComponent } from "../../../client/generated/registry.ts";
import { type ComponentKind, componentKinds } from "../../../core/component/index.ts";
import { revisionWord } from "../../../core/revision/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

interface Options extends PageOptions {
	readonly kind?: ComponentKind;
	readonly text?: string;
	readonly updates?: boolean;
}

export const examples = ["mci imports list", "mci imports list --updates", "mci imports list --text acme --all"];

export function define(command: Command, run: Run): void {
	command
		.addOption(new Option("--kind <kind>", "only this kind").choices(componentKinds))
		.option("--text <text>", "words in the name, description or publisher")
		.option("--updates", "only those with an update")
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[], Options>(async (session, _args, options) => {
				await session.connect();
				const { kind, text, updates } = options;
				const filter = { ...dropUndefined({ kind, text }), updates: updates ? ("true" as const) : ("false" as const) };
				const page = await readPages((part) => session.client.listImported({ ...filter, ...part }), options);
				printList(session.output, page, {
					header: ["kind", "name", "publisher", "has", "newest", "says", "followed", "used by"],
					row: rowOf,
				});
				return undefined;
			}),
		);
}

function rowOf({
	kind,
	name,
	publisher,
	revisions,
	update,
	feedUpdate,
	state,
	subscription,
	uses,
}: ImportedComponent): string[] {
	const has = revisionWord(revisions[0]?.number ?? 0);
	const newer = update ?? feedUpdate;
	const newest = newer ? revisionWord(newer.number) : "";
	return [kind, name, publisher, has, newest, state, subscription ?? "", usesText(uses)];
}

/** Its uses, in a few words. */
export function usesText({ templates, servers, clones }: ImportedComponent["uses"]): string {
	const parts = [
		[templates, "template"],
		[servers, "server"],
		[clones, "clone"],
	] as const;
	return parts
		.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? "" : "s"}`]))
		.join(", ");
}
