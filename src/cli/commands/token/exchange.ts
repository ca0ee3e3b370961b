import type { Command } from "commander";
import { trimEndCharacters } from "../../../base/trim-characters.ts";
import type { GlobalOptions } from "../../connection/global-options.ts";
import { identityToken } from "../../connection/identity-token.ts";
import { dropUndefined } from "../../drop-undefined.ts";
import type { Run } from "../../input/define-command.ts";
import { formatTime } from "../../output/format-time.ts";

interface Options extends GlobalOptions {
	readonly audience?: string;
	readonly idTokenEnv?: string;
	readonly rule?: string;
}

export const examples = [
	'export MCI_TOKEN="$(mci token exchange --url https://images.example.com)"',
	"mci token exchange --audience https://images.example.com --rule release",
	"mci token exchange --id-token-env MCI_ID_TOKEN --account platform",
];

export function define(command: Command, run: Run): void {
	command
		.option("--audience <text>", "in GitHub Actions: audience of the token (default: the registry's URL)")
		.option("--id-token-env <variable>", "the variable that holds the identity token, as GitLab's id_tokens sets it")
		.option("--rule <name>", "the workload rule to use if several match; --account names its account")
		.addHelpText(
			"after",
			"\nPrints only the token. The identity token can be used once: keep the printed token for the rest of the job.\n",
		)
		.action(
			run<[], Options>(async (session, _, { audience, idTokenEnv, rule }) => {
				const { world, options, output } = session;
				const target = await session.connect();
				const address = target.kind === "server" ? trimEndCharacters(target.url, "/") : undefined;
				const token = await identityToken(world, { variable: idTokenEnv, audience: audience ?? address });
				const account = options.account ?? world.env.MCI_ACCOUNT;
				const given = await session.client.exchangeWorkloadToken({
					grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
					subject_token: token,
					subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
					...dropUndefined({ account, rule }),
				});
				output.show(given, () => output.line(given.access_token));
				output.note(
					`${given.scope} in account ${given.account} by rule ${given.rule}, until ${formatTime(given.expires_at)} UTC.`,
				);
				return undefined;
			}),
		);
}
