import type { Command } from "commander";
import type { Client } from "../../../client/generated/registry.ts";
import type { Run } from "../../input/define-command.ts";
import { type EndOptions, endMembership } from "../../marketplace/end-membership.ts";
import { readPages } from "../../output/pages.ts";
import { UsageError } from "../../usage-error.ts";

export const examples = [
	"mci group leave partners --dry-run",
	'mci group leave "Acme Images/partners" --yes',
	"mci group leave 7",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<group>", "name of the group, OWNER/NAME, or its number")
		.option("--dry-run", "show the consequences, without changing anything")
		.option("-y, --yes", "skip the question")
		.action(
			run<[string], EndOptions>(async (session, [text], options) => {
				await session.connect();
				const id = await findJoined(session.client, text);
				return endMembership(session, options, (dry) => session.client.leaveGroup(id, dry));
			}),
		);
}

async function findJoined(client: Client, text: string): Promise<number> {
	const { items } = await readPages((part) => client.listJoinedGroups(part), { all: true });
	const found = items.filter(
		({ id, name, owner }) => text === name || text === `${owner}/${name}` || text === String(id),
	);
	const [one, ...more] = found;
	if (!one)
		throw new UsageError(
			`This account has not joined a group “${text}”.`,
			"`mci group list` shows the groups that it has joined.",
		);
	if (more.length > 0) {
		const named = found.map(({ id, name, owner }) => `${owner}/${name} (${id})`);
		throw new UsageError(`“${text}” could be ${named.join(" or ")}.`, "Use OWNER/NAME, or the number.");
	}
	return one.id;
}
