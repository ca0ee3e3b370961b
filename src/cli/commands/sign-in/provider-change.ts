import type { Command } from "commander";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { addProviderOptions, type ProviderOptions, readProviderOptions } from "./provider-options.ts";

interface Options extends ProviderOptions {
	readonly clientId?: string;
}

export const examples = [
	"mci sign-in provider change acme --client-secret-from - < new-secret.txt",
	"mci sign-in provider change acme --groups-claim roles --admit everyone",
];

export function define(command: Command, run: Run): void {
	addProviderOptions(
		command
			.argument("<name>", "name of the provider")
			.option("--client-id <id>", "this registry's client id at the provider"),
	).action(
		run<[string], Options>(async (session, [name], { clientId, ...options }) => {
			const words = await readProviderOptions(session.world, options);
			await session.connect();
			const provider = await session.client.changeSignInProvider(name, { ...words, ...dropUndefined({ clientId }) });
			session.output.show(provider, () => session.output.line(`${provider.name}: changed.`));
			return undefined;
		}),
	);
}
