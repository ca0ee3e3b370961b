import { type Command, Option } from "commander";
import type { Token } from "../../../client/generated/registry.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { day, formatTime } from "../../output/format-time.ts";
import { onlyText } from "../../output/token-text.ts";

interface Options {
	readonly owner?: string;
	readonly services?: boolean;
	readonly source?: string;
	readonly active?: boolean;
}

export const examples = ["mci token list --active", "mci token list --owner ada", "mci token list --services --json"];

export function define(command: Command, run: Run): void {
	command
		.option("--owner <user>", "only those of this user")
		.addOption(new Option("--services", "only those of services").conflicts("owner"))
		.option("--source <source>", "made, or the workload rule that issued them")
		.option("--active", "only usable ones")
		.action(
			run<[], Options>(async (session, _, { owner, services, source, active }) => {
				await session.connect();
				const all = await session.client.listTokens(dropUndefined({ owner: services ? "-" : owner, source }));
				const items = active ? all.items.filter(({ state }) => state === "active") : all.items;
				session.output.show({ items }, () => {
					if (items.length === 0) session.output.note("Nothing found.");
					else {
						const header = [
							"id",
							"name",
							"roles",
							"only",
							"owner",
							"source",
							"created",
							"expires",
							"last used",
							"state",
						];
						session.output.table(header, items.map(rowOf));
					}
				});
				return undefined;
			}),
		);
}

function rowOf(token: Token): string[] {
	const { id, name, roles, owner, createdAt, expiresAt, lastUsedAt, revokedAt, state, source } = token;
	const told = state === "active" ? "" : state === "revoked" ? `revoked ${day(revokedAt)}` : state;
	const times = [day(createdAt), expiresAt === null ? "never" : day(expiresAt), formatTime(lastUsedAt)];
	return [
		String(id),
		name,
		roles.join(", "),
		onlyText(token),
		owner ?? "",
		source === "made" ? "" : source,
		...times,
		told,
	];
}
