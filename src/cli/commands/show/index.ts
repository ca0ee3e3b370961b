import type { Command } from "commander";
import type { FormerName, Head, Mci } from "../../../client/generated/registry.ts";
import type { Run } from "../../input/define-command.ts";
import { readReference } from "../../input/own-reference.ts";
import { printChanges, summarize } from "../../output/changes.ts";
import { formatTime } from "../../output/format-time.ts";
import type { Output } from "../../output/output.ts";
import { plainText } from "../../output/plain-text.ts";
import { printSettings } from "../../output/settings-table.ts";
import { printStatus } from "../../output/status-text.ts";
import { latestText, printOrigin } from "../../versions/show-command.ts";

export const examples = ["mci show fedora-coreos-stable-x86_64", "mci show web@12", "mci show web@head --json"];

export function define(command: Command, run: Run): void {
	command.argument("<ref>", "name, name@N, name@latest, name@head or name@channel").action(
		run<[string]>(async (session, [ref]) => {
			await session.connect();
			const { output } = session;
			const { name, revision, selector } = await readReference(session.client, ref);
			if (selector.kind === "head") {
				const head = await session.client.getMci(name);
				output.show(head, () => printHead(output, head));
				return undefined;
			}
			const found = await session.client.getRevision(name, revision);
			if (output.json) {
				output.value(found);
				return undefined;
			}
			const { mci, changes, formerNames } = await session.client.getMci(name);
			output.line(output.style("bold", plainText(`${found.mci}@${found.number}`)));
			if (found.commit) {
				const { message, author, createdAt, release, notes, heldBack } = found.commit;
				printField(output, "message", message.split("\n")[0] ?? "");
				printField(output, "committed", `${formatTime(createdAt)} UTC by ${author}`);
				if (release?.version)
					printField(
						output,
						"release",
						[release.version, formatTime(release.releasedAt)].filter((word) => word !== "").join("  "),
					);
				for (const note of notes) printField(output, "⚠", note.text);
				if (heldBack !== null) printField(output, "⚠", `held back by its publisher: ${heldBack}`);
			}
			printStatus(output, found.status);
			printFields(output, {
				mci: { ...mci, description: found.description, tags: found.tags },
				formerNames,
				digest: found.digest,
			});
			output.line();
			printSettings(output, found.settings, found.status, found.behind);
			if (found.number === mci.newest && changes.length > 0)
				output.note(`HEAD has uncommitted changes (${summarize(changes)}): mci diff ${mci.name}`);
			if (found.number > 0 && found.number < mci.latest) output.note(`Revision ${mci.latest} is newer.`);
			return undefined;
		}),
	);
}

function printHead(output: Output, head: Head): void {
	const { mci, settings, changes, status } = head;
	output.line(output.style("bold", plainText(`${mci.name}@head`)));
	printField(output, "latest", latestText(mci));
	printStatus(output, status);
	printFields(output, head);
	output.line();
	printSettings(output, settings, status);
	if (changes.length === 0) return;
	output.line();
	output.line(mci.newest === 0 ? "Uncommitted:" : `Uncommitted changes since revision ${mci.newest}:`);
	printChanges(output, changes);
}

function printFields(
	output: Output,
	words: { readonly mci: Mci; readonly formerNames: readonly FormerName[]; readonly digest: string },
): void {
	const { mci, formerNames, digest } = words;
	printOrigin(output, mci, formerNames);
	if (mci.description !== "") printField(output, "about", mci.description);
	if (mci.tags.length > 0) printField(output, "tags", mci.tags.join(", "));
	const system = [mci.os, mci.osVersion, mci.architecture].filter((word) => word !== null).join(" ");
	if (system !== "") printField(output, "system", system);
	if (mci.upstream !== null) printField(output, "upstream", mci.upstream);
	printField(output, "digest", digest);
}

function printField(output: Output, name: string, value: string): void {
	output.line(`${name.padEnd(10)} ${plainText(value)}`);
}
