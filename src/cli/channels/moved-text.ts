import type { MovedChannel } from "../../client/generated/registry.ts";
import { revisionWord } from "../../core/revision/index.ts";
import { printChanges, summarize } from "../output/changes.ts";
import type { Output } from "../output/output.ts";
import { plainText } from "../output/plain-text.ts";

/** Prints a move with the changes that followers get. */
export function printMoved(output: Output, { name, channel, from, to, moved, changes, warnings }: MovedChannel): void {
	const place = plainText(`${name}@${channel.name}`);
	if (!moved) output.line(`${place}: already at ${revisionWord(to.number)}`);
	else {
		output.line(
			`${place}: ${from ? `${revisionWord(from.number)} → ${revisionWord(to.number)}` : `new, at ${revisionWord(to.number)}`}, ${summarize(changes)}`,
		);
		// For a new channel these would be the whole map, which no one followed before.
		if (from) printChanges(output, changes);
	}
	for (const { code, text } of warnings) output.note(`mci: warning: ${text} [${code}]`);
}
