import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import { trimEndCharacters } from "../../../base/trim-characters.ts";
import type { WhoAmI } from "../../../client/generated/registry.ts";
import type { GlobalOptions } from "../../connection/global-options.ts";
import { profilePath, writeProfile } from "../../connection/profile.ts";
import { openSession } from "../../connection/session.ts";
import type { Run } from "../../input/define-command.ts";
import { readExpiry } from "../../input/expiry.ts";
import { rolesText } from "../../input/role-list.ts";
import { readSecrets } from "../../input/secret-input.ts";
import { UsageError } from "../../usage-error.ts";
import type { World } from "../../world.ts";

interface Options {
	readonly user?: string;
	readonly expires: string;
}

export const examples = [
	"mci login https://images.example.com --user ada",
	"mci login https://images.example.com --user ada --account acme --expires 30d",
	"mci login https://images.example.com --token - --profile work < token.txt",
	"mci login http://127.0.0.1:8080 --token - < data/admin-token",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<url>", "URL of the registry")
		.option("--user <name>", "sign in with a password, and store a token created for you")
		.option("--expires <when>", "expiry of that token: days or hours from now, or a date", "90d")
		.addHelpText(
			"after",
			"\nWithout --user, asks for the token; --token - reads it from standard input. With --user, asks for the password, or reads it\nfrom standard input. The profile (--profile, default: the host's name) becomes the default. --account names the token's\naccount and is stored.\n",
		)
		.action(
			run<[string], GlobalOptions & Options>(
				async ({ world, output, options: globals }, [address], { user, expires }) => {
					const url = readUrl(address);
					if (user !== undefined && globals.token !== undefined)
						throw new UsageError("--user and --token can't be combined.", "Use one of them.");
					const name = globals.profile ?? new URL(url).host;
					const token =
						user === undefined
							? await readToken(world, globals.token)
							: await makeToken(world, globals, { url, user, expires });
					const session = openSession(world, { ...shown(globals), url, token });
					try {
						await session.connect();
						const who = await session.client.whoAmI();
						// A token belongs to one account, so the account is only stored if it was requested.
						await writeProfile(profilePath(world), name, {
							url,
							token,
							...(globals.account === undefined ? {} : { account: who.account }),
						});
						output.show(who, () =>
							output.line(`${url}: ${who.name}, ${rolesText(who.roles)} in account ${who.account}`),
						);
						output.note(`Stored as profile “${name}” in ${profilePath(world)}.`);
					} finally {
						await session.close();
					}
					return undefined;
				},
			),
		);
}

function shown({ json, color, account }: GlobalOptions): GlobalOptions {
	return { json, color, account };
}

/**
 * Signs a user in, creates a token of theirs for this machine, and signs out again, because the session has no other
 * purpose.
 */
async function makeToken(
	world: World,
	globals: GlobalOptions,
	{ url, user, expires }: Options & { readonly url: string; readonly user: string },
): Promise<string> {
	const expiresAt = readExpiry(expires, new Date());
	const [password = ""] = await readSecrets(world, [`Password of ${user}: `]);
	const session = openSession(world, { ...shown(globals), url });
	try {
		await session.connect({ cookies: true });
		await session.client.signIn({ name: user, password });
		const who = await session.client.whoAmI();
		if (who.accounts.length === 0 && who.roles.length === 0) throw noAccount(who);
		const token = await session.client.createToken({
			name: `cli on ${world.machine.replaceAll("/", "-").slice(0, 80)}`,
			roles: who.roles,
			expiresAt,
		});
		await session.client.signOut();
		return token.secret;
	} finally {
		await session.close();
	}
}

function noAccount({ name }: WhoAmI): UsageError {
	return new UsageError(
		`${name} is not a member of any account.`,
		"Ask an admin of an account to add you with `mci member add`.",
	);
}

function readUrl(address: string): string {
	const url = URL.parse(address);
	if (!url || !/^https?:$/.test(url.protocol))
		throw new UsageError(`“${address}” is not the URL of a registry.`, "Write it like https://images.example.com.");
	return trimEndCharacters(address, "/");
}

async function readToken(world: World, given: string | undefined): Promise<string> {
	const token =
		given !== undefined && given !== "-"
			? given
			: given === undefined && world.stdin.isTTY
				? ((await readSecrets(world, ["Token: "]))[0] ?? "")
				: await readAll(world.stdin);
	if (token.trim() === "")
		throw new UsageError(
			"The token is empty.",
			"`mci token create` creates one; the first admin token is in the server's data directory.",
		);
	return token.trim();
}
