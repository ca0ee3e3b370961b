import { text as readAll } from "node:stream/consumers";
import { type Command, Option } from "commander";
import { type Admission, admissions } from "../../../core/access/index.ts";
import { dropUndefined, type WithoutAbsent } from "../../drop-undefined.ts";
import { UsageError } from "../../usage-error.ts";
import type { World } from "../../world.ts";

/** The options for a provider, when adding and when editing it. */
export interface ProviderOptions {
	readonly title?: string;
	readonly clientSecretFrom?: string;
	readonly scopes?: string;
	readonly groupsClaim?: string;
	readonly admit?: Admission;
}

interface ProviderFields {
	readonly title: string | undefined;
	readonly clientSecret: string | undefined;
	readonly scopes: string[] | undefined;
	readonly groupsClaim: string | null | undefined;
	readonly admits: Admission | undefined;
}

export function addProviderOptions(command: Command): Command {
	return command
		.option("--title <text>", "title on the sign-in page (default: the name)")
		.option(
			"--client-secret-from <where>",
			"- for standard input, or the name of an environment variable; without one, a public client",
		)
		.option("--scopes <list>", "scopes in addition to openid (default: email,profile)")
		.option("--groups-claim <claim>", "claim that lists a user's groups; empty = ignore groups")
		.addOption(
			new Option(
				"--admit <whom>",
				"who becomes a user on the first sign-in: mapped (those with roles from a group), or everyone",
			).choices(admissions),
		);
}

/** The options in the form of the API; reads the secret. Throws `UsageError` if it is missing. */
export async function readProviderOptions(
	world: Pick<World, "env" | "stdin">,
	given: ProviderOptions,
): Promise<WithoutAbsent<ProviderFields>> {
	const words: ProviderFields = {
		title: given.title,
		clientSecret: given.clientSecretFrom === undefined ? undefined : await readSecret(world, given.clientSecretFrom),
		scopes: given.scopes === undefined ? undefined : given.scopes.split(/[\s,]+/).filter((scope) => scope !== ""),
		groupsClaim: given.groupsClaim === "" ? null : given.groupsClaim,
		admits: given.admit,
	};
	return dropUndefined(words);
}

/** Never from the command line itself, which other users of the machine can see. */
async function readSecret({ env, stdin }: Pick<World, "env" | "stdin">, where: string): Promise<string> {
	const secret = (where === "-" ? await readAll(stdin) : (env[where] ?? "")).trim();
	if (secret === "")
		throw new UsageError(where === "-" ? "The secret is empty." : `The variable ${where} is empty or not set.`);
	return secret;
}
