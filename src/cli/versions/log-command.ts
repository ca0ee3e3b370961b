import type { Command } from "commander";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import type { CommandModule } from "../input/define-command.ts";
import { readReference } from "../input/own-reference.ts";
import { formatTime } from "../output/format-time.ts";
import { type PageOptions, readPages } from "../output/pages.ts";
import { printList } from "../output/print-list.ts";
import { shortDigest } from "../output/short-digest.ts";
import { statusColumn } from "../output/status-text.ts";
import { kindApi, type ListedCommit } from "./kind-api.ts";

const noteWords: Readonly<Record<string, string>> = {
	"pins-head": "⚠ pins head",
	"lint-overridden": "⚠ lint overridden",
};

/** Lists the commits of a component, newest first. */
export function logCommand(kind: ComponentKind): CommandModule {
	const { one, command: noun } = componentNouns[kind];
	return {
		examples: [`${noun} log web`, `${noun} log web --limit 3`, `${noun} log web --all --json`],
		define(command: Command, run) {
			command
				.argument("<name>", `name of the ${one}`)
				.option("--limit <n>", "revisions to show (default: 50)")
				.option("--all", "all revisions")
				.action(
					run<[string], PageOptions>(async (session, [ref], options) => {
						await session.connect();
						const { name } = await readReference(session.client, ref);
						const page = await readPages((part) => kindApi(session.client, kind).listRevisions(name, part), options);
						if (!session.output.json && page.items.length === 0) {
							session.output.note(`“${name}” has no commit yet.`);
							return undefined;
						}
						const columns = columnsFor(page.items);
						printList(session.output, page, {
							header: columns.map(([header]) => header),
							row: (revision) => columns.map(([, cell]) => cell(revision)),
						});
						return undefined;
					}),
				);
		},
	};
}

type Column = readonly [header: string, cell: (revision: ListedCommit) => string];

/** The column of settings is for MCIs only; those of states and notes appear if a commit has any. */
function columnsFor(revisions: readonly ListedCommit[]): Column[] {
	return [
		["revision", ({ number }) => String(number)],
		...statusColumn(revisions),
		["digest", ({ digest }) => shortDigest(digest)],
		["committed", ({ createdAt }) => formatTime(createdAt)],
		["author", ({ author }) => author],
		...(revisions.some(({ settingsCount }) => settingsCount !== undefined)
			? [["settings", ({ settingsCount }) => String(settingsCount ?? "")] satisfies Column]
			: []),
		["changes", ({ changesCount }) => String(changesCount)],
		...(revisions.some(({ release }) => release?.version)
			? [["release", ({ release }) => release?.version ?? ""] satisfies Column]
			: []),
		["message", ({ message }) => message.split("\n")[0] ?? ""],
		...(revisions.some((revision) => notesOf(revision).length > 0)
			? [["notes", (revision) => notesOf(revision).join(", ")] satisfies Column]
			: []),
	];
}

function notesOf({ heldBack, notes, behind = [] }: ListedCommit): string[] {
	return [
		...behind.map(({ part, release }) => `⚠ ${part} at ${release}`),
		...(heldBack === null ? [] : [`⚠ held back: ${heldBack}`]),
		...notes.map(({ code }) => noteWords[code] ?? `⚠ ${code}`),
	];
}
