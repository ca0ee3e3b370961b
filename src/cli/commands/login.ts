import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { text as readAll } from "node:stream/consumers";
import type { Command } from "commander";
import { whoAmI } from "../../client/generated/registry.ts";
import type { Run } from "../define-command.ts";
import type { GlobalOptions } from "../global-options.ts";
import { profilePath, writeProfile } from "../profile.ts";
import { openSession } from "../session.ts";
import { UsageError } from "../usage-error.ts";
import type { World } from "../world.ts";

export const examples = [
	"mci login https://images.example.com",
	"mci login https://images.example.com --token - --profile work < token.txt",
	"mci login http://127.0.0.1:8080 --token - < data/admin-token",
];

export function define(command: Command, run: Run): void {
	command
		.argument("<url>", "the registry's address")
		.addHelpText(
			"after",
			"\nThe token is asked for; --token - reads it from standard input. The profile (--profile, default: the host's name) becomes the default.\n",
		)
		.action(
			run<[string], GlobalOptions>(async ({ world, output, options }, [address]) => {
				const url = readUrl(address);
				const name = options.profile ?? new URL(url).host;
				const token = await readToken(world, options.token);
				const session = openSession(world, { url, token, json: options.json, color: options.color });
				try {
					await session.connect();
					const who = await whoAmI();
					await writeProfile(profilePath(world), name, { url, token });
					if (output.json) output.value(who);
					else output.line(`${url}: ${who.name}, ${who.roles.join(", ") || "nothing"} in account ${who.account}`);
					output.note(`Kept as profile “${name}” in ${profilePath(world)}.`);
				} finally {
					await session.close();
				}
				return undefined;
			}),
		);
}

function readUrl(address: string): string {
	const url = URL.parse(address);
	if (!url || !/^https?:$/.test(url.protocol))
		throw new UsageError(`“${address}” is not the address of a registry.`, "Write it like https://images.example.com.");
	return address.replace(/\/+$/, "");
}

async function readToken(world: World, given: string | undefined): Promise<string> {
	const token =
		given !== undefined && given !== "-" ? given : given === undefined && world.stdin.isTTY ? await ask(world) : await readAll(world.stdin);
	if (token.trim() === "")
		throw new UsageError("The token is empty.", "`mci token create` makes one; the first admin token is in the server's data directory.");
	return token.trim();
}

/** Asks without showing what is typed. */
function ask({ stdin, stderr }: World): Promise<string> {
	stderr.write("Token: ");
	const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
	const lines = createInterface({ input: stdin, output: silent, terminal: true });
	return new Promise((resolve, reject) => {
		lines.once("line", (line) => {
			resolve(line);
			lines.close();
		});
		lines.once("SIGINT", () => lines.close());
		lines.once("close", () => {
			stderr.write("\n");
			reject(new UsageError("No token was given."));
		});
	});
}
