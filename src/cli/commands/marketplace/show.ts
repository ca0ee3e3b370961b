import { type Command, Option } from "commander";
import type { MarketplaceLineage } from "../../../client/generated/registry.ts";
import { type ComponentKind, componentKinds } from "../../../core/component/index.ts";
import { revisionWord } from "../../../core/revision/index.ts";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";
import { plainLines, plainText } from "../../output/plain-text.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = [
	"mci marketplace show 12",
	'mci marketplace show "Acme Images/web"',
	'mci marketplace show "Acme Images/web" --kind template --json',
];

export function define(command: Command, run: Run): void {
	command
		.argument("<what>", "number of a publication, or PUBLISHER/NAME")
		.addOption(new Option("--kind <kind>", "kind of PUBLISHER/NAME").choices([...componentKinds]).default("mci"))
		.action(
			run<[string], { readonly kind: ComponentKind }>(async (session, [what], { kind }) => {
				const [, publisher, name] = /^([^/]+)\/(.+)$/.exec(what) ?? [];
				const isNumber = /^\d{1,15}$/.test(what);
				if (!isNumber && (publisher === undefined || name === undefined))
					throw new UsageError(
						`“${what}” is not in the marketplace.`,
						"Use a publication's number, or PUBLISHER/NAME.",
					);
				await session.connect();
				const { output } = session;
				const found = isNumber
					? await session.client.getMarketplacePublication(Number(what))
					: await session.client.getMarketplaceLineage(publisher ?? "", kind, name ?? "");
				if (output.json) {
					output.value(found);
					return undefined;
				}
				output.line(output.style("bold", plainText(`${found.name} (${found.kind}) of ${found.publisher.name}`)));
				if (found.short !== "") output.line(plainText(found.short));
				if (found.description !== "") output.line(`\n${plainLines(found.description.trimEnd())}`);
				output.line();
				output.table(
					["publication", "revision", "state", "commit", "clouds", "imports", "imported", "published", "notes"],
					found.revisions.map((one) => [
						String(one.id),
						revisionWord(one.number),
						stateText(one),
						one.revisionState === "active" ? "" : one.revisionState,
						String(one.clouds.length),
						String(one.imports),
						one.isImported ? "yes" : "",
						formatTime(one.publishedAt),
						one.notes.split("\n")[0] ?? "",
					]),
				);
				return undefined;
			}),
		);
}

function stateText({ state, isDependency, isOffered }: MarketplaceLineage["revisions"][number]): string {
	const words = [
		state,
		...(isDependency ? ["dependency"] : []),
		...(isOffered || state === "retracted" ? [] : ["no longer published"]),
	];
	return words.join(", ");
}
