import { type Command, Option } from "commander";
import { trimEndCharacters } from "../../../base/trim-characters.ts";
import type { Run } from "../../input/define-command.ts";
import { addProviderOptions, type ProviderOptions, readProviderOptions } from "./provider-options.ts";

interface Options extends ProviderOptions {
	readonly issuer: string;
	readonly clientId: string;
}

export const examples = [
	"mci sign-in provider add acme --issuer https://login.example.com --client-id mci --client-secret-from OIDC_SECRET --scopes email,profile,groups --groups-claim groups",
	"mci sign-in provider add corp --issuer https://login.microsoftonline.com/TENANT/v2.0 --client-id 0a1b --client-secret-from - --groups-claim groups < secret.txt",
];

export function define(command: Command, run: Run): void {
	addProviderOptions(
		command
			.argument("<name>", "name, which becomes part of an address")
			.addOption(
				new Option("--issuer <url>", "issuer URL, exactly as in the provider's configuration").makeOptionMandatory(),
			)
			.addOption(new Option("--client-id <id>", "this registry's client id at the provider").makeOptionMandatory()),
	).action(
		run<[string], Options>(async (session, [name], { issuer, clientId, ...options }) => {
			const words = await readProviderOptions(session.world, options);
			const target = await session.connect();
			const provider = await session.client.addSignInProvider({ name, issuer, clientId, ...words });
			const { output } = session;
			output.show(provider, () => output.line(`${provider.name}: added.`));
			const address = target.kind === "server" ? trimEndCharacters(target.url, "/") : "https://THIS-REGISTRY";
			output.note(`Set the redirect address at the provider: ${address}${provider.callbackPath}`);
			return undefined;
		}),
	);
}
