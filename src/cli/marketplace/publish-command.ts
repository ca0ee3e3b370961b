import type { NewPublication, Published } from "../../client/generated/registry.ts";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import { dropUndefined } from "../drop-undefined.ts";
import { canAsk, confirm } from "../input/confirm.ts";
import { type CommandModule, collect } from "../input/define-command.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";
import { UsageError } from "../usage-error.ts";
import { audienceText, readAudience } from "./audience.ts";
import { readLongText } from "./long-text.ts";

interface Options {
	readonly to: string;
	readonly short?: string;
	readonly description?: string;
	readonly notes?: string;
	readonly category?: readonly string[];
	readonly publisher?: string;
	readonly commitHeads?: boolean;
	readonly message?: string;
	readonly overrideLint?: string;
	readonly dryRun?: boolean;
	readonly yes?: boolean;
}

/** Publishes a revision to everyone or to account groups. */
export function publishCommand(kind: ComponentKind): CommandModule {
	const { one, command: mci } = componentNouns[kind];
	return {
		examples: [
			`${mci} publish web --to everyone --short "Hardened web server" --notes "OpenSSL 3.5" --category web --dry-run`,
			`${mci} publish web@3 --to partners,staff --notes @RELEASE.md`,
			`${mci} publish web@head --to staff`,
			...(kind === "template" ? [`${mci} publish web --to everyone --commit-heads --message "Release 4"`] : []),
		],
		define: (command, run) => {
			command
				.argument("<ref>", `name, name@N or name@channel of the ${one}; name@head shares HEAD with groups`)
				.requiredOption("--to <who>", "everyone, or names of account groups separated by commas")
				.option("--short <text>", "one line, for lists")
				.option("--description <text>", "long description, or @FILE")
				.option("--notes <text>", "release notes, or @FILE")
				.option("--category <category>", "can be repeated", collect)
				.option("--publisher <name>", "publisher name for the first publication (default: the account's name)")
				.option("--commit-heads", "first commit HEAD, and the HEADs that it uses, if they have changed")
				.option("--message <message>", "message of these commits (default: the notes)")
				.option("--override-lint <reason>", "commit in spite of lint errors, for this reason")
				.option("--dry-run", "show what would be published, with warnings, without publishing it")
				.option("-y, --yes", "skip the question")
				.action(
					run<[string], Options>(async (session, [ref], options) => {
						const asked = await readOptions(session.world.cwd, { kind, ref, options });
						await session.connect();
						const { output } = session;
						if (options.dryRun || (canAsk(session) && !options.yes)) {
							const tried = await session.client.publishRevision(asked, { dryRun: "true" });
							output.show(tried, () => printPublished(output, tried, "would be"));
							if (options.dryRun) {
								output.note("Dry run: nothing was published.");
								return undefined;
							}
							if (!(await confirm(session, `Publish it to ${plainText(audienceText(tried.to))}?`))) return undefined;
						}
						const published = await session.client.publishRevision(asked);
						output.show(published, () => printPublished(output, published, "is"));
						return undefined;
					}),
				);
		},
	};
}

async function readOptions(
	folder: string,
	asked: { readonly kind: ComponentKind; readonly ref: string; readonly options: Options },
): Promise<NewPublication> {
	const { kind, ref, options } = asked;
	const { short, category, publisher, commitHeads, overrideLint } = options;
	const notes = await readLongText(folder, options.notes);
	const description = await readLongText(folder, options.description);
	const message = options.message ?? notes;
	if (commitHeads && (message ?? "").trim() === "")
		throw new UsageError("--commit-heads needs a message.", "Add --message or --notes.");
	if (!commitHeads && (options.message !== undefined || overrideLint !== undefined))
		throw new UsageError("--message and --override-lint need --commit-heads.", "Add --commit-heads.");
	const words = dropUndefined({ short, description, notes, publisher, categories: category && [...category] });
	const commit = commitHeads ? { commitHeads: { message: message ?? "", ...dropUndefined({ overrideLint }) } } : {};
	return { kind, ref, to: readAudience(options.to), ...words, ...commit };
}

const actWords: Readonly<Record<Published["items"][number]["act"], string>> = {
	publish: "new",
	widen: "published to more accounts",
	revive: "published again",
	promote: "was only a dependency",
	keep: "is already published",
};

function printPublished(output: Output, published: Published, verb: "is" | "would be"): void {
	const { items, imported, committed, warnings, publisher, isNewPublisher, to, members } = published;
	for (const { name, number } of committed) output.line(plainText(`${revisionRef(name, number)} ${verb} committed`));
	output.table(
		["kind", "revision", "publication", "what"],
		[
			...items.map(({ kind, name, number, act, isDependency, publication }) => [
				kind,
				revisionRef(name, number),
				publication === null ? "" : String(publication),
				`${actWords[act]}${isDependency ? ", as a dependency" : ""}`,
			]),
			...imported.map(({ kind, name, number, publisher: theirs }) => [
				kind,
				revisionRef(name, number),
				"",
				`${theirs}'s: not published again`,
			]),
		],
	);
	const count = members === null ? "" : ` (${members} ${members === 1 ? "account" : "accounts"})`;
	output.line(
		plainText(`It ${verb} offered by ${publisher}${isNewPublisher ? " (new)" : ""} to ${audienceText(to)}${count}.`),
	);
	for (const { text } of warnings) output.note(`⚠ ${text}`);
}
