import type { Command } from "commander";
import type { Run } from "../../input/define-command.ts";

export const examples = ["mci sign-in provider list", "mci sign-in provider list --json"];

export function define(command: Command, run: Run): void {
	command.action(
		run(async (session) => {
			await session.connect();
			const { output } = session;
			const providers = await session.client.listSignInProviders();
			output.show(providers, () => {
				if (providers.items.length === 0) output.note("No sign-in providers. `mci sign-in provider add` adds one.");
				else {
					output.table(
						["provider", "issuer", "admits", "group", "account", "roles"],
						providers.items.flatMap(({ name, issuer, admits, groups }) => {
							const rows = groups.map(({ group, account, roles }) => [group, account, roles.join(", ")]);
							return (rows.length === 0 ? [["", "", ""]] : rows).map((row, i) => [
								...(i === 0 ? [name, issuer, admits] : ["", "", ""]),
								...row,
							]);
						}),
					);
				}
			});
			return undefined;
		}),
	);
}
