import { type Command, Option } from "commander";
import { type ComponentKind, componentKinds } from "../../../core/component/index.ts";
import { type PublicationState, publicationStates } from "../../../core/marketplace/index.ts";
import { revisionRef } from "../../../core/revision/index.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { audienceText } from "../../marketplace/audience.ts";
import { formatTime } from "../../output/format-time.ts";
import { type PageOptions, readPages } from "../../output/pages.ts";
import { printList } from "../../output/print-list.ts";

interface Options extends PageOptions {
	readonly state?: PublicationState;
	readonly kind?: ComponentKind;
}

export const examples = ["mci publication list", "mci publication list --state active --kind template --json"];

export function define(command: Command, run: Run): void {
	command
		.argument("[name]", "exactly this name")
		.addOption(new Option("--state <state>", "only this state").choices([...publicationStates]))
		.addOption(new Option("--kind <kind>", "only this kind").choices([...componentKinds]))
		.option("--limit <n>", "items to show (default: 50)")
		.option("--all", "all items")
		.action(
			run<[string | undefined], Options>(async (session, [name], options) => {
				await session.connect();
				const { state, kind } = options;
				const page = await readPages(
					(part) => session.client.listPublications({ ...dropUndefined({ name, state, kind }), ...part }),
					options,
				);
				const header = ["publication", "kind", "revision", "state", "commit", "to", "imports", "published", "short"];
				printList(session.output, page, {
					header: header,
					row: (one) => [
						String(one.id),
						one.kind,
						revisionRef(one.name, one.number),
						`${one.state}${one.isDependency ? ", dependency" : ""}`,
						one.revisionState === "active" ? "" : one.revisionState,
						audienceText(one.to),
						String(one.imports),
						formatTime(one.publishedAt),
						one.short,
					],
				});
				return undefined;
			}),
		);
}
