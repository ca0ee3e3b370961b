import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { UsageError } from "../usage-error.ts";
import type { Target, World } from "../world.ts";
import type { GlobalOptions } from "./global-options.ts";
import type { Profile } from "./profile.ts";

/** The default address of a registry on this machine. */
export const defaultUrl = "http://127.0.0.1:8080";

/**
 * The registry that a command talks to. The command line has priority over the environment, and the environment over
 * the profile file: --data, --url or --profile, MCI_DATA, MCI_URL, the default profile, the server on this machine.
 * Throws `UsageError`.
 */
export async function chooseTarget(
	options: GlobalOptions,
	world: Pick<World, "env" | "cwd" | "home">,
): Promise<Target> {
	const { env, cwd } = world;
	const named = (["data", "url", "profile"] as const).filter((option) => options[option] !== undefined);
	if (named.length > 1) throw new UsageError(`--${named.join(" and --")} name two registries.`, "Use one of them.");
	if (options.data !== undefined || (options.databaseUrl !== undefined && named.length === 0))
		return embedded(options.data ?? env.MCI_DATA ?? "data");
	if (options.databaseUrl !== undefined)
		throw new UsageError("--database-url can't be combined with a server.", "Leave it out.");
	if (options.url !== undefined) return server(options.url);
	if (options.profile === undefined && env.MCI_DATA) return embedded(env.MCI_DATA);
	if (options.profile === undefined && env.MCI_URL) return server(env.MCI_URL);
	const profile = await findProfile(options.profile, world);
	if (profile?.data !== undefined) return { ...embedded(profile.data), ...accountOf(profile) };
	return server(profile?.url ?? defaultUrl, profile);

	function embedded(data: string): Extract<Target, { kind: "embedded" }> {
		return {
			kind: "embedded",
			data: resolve(cwd, data),
			databaseUrl: options.databaseUrl ?? env.MCI_DATABASE_URL ?? null,
		};
	}

	async function server(url: string, profile?: Profile): Promise<Target> {
		if (!/^https?:\/\/[^/]/.test(url))
			throw new UsageError(`“${url}” is not the URL of a registry.`, `Write it like ${defaultUrl}.`);
		const token = await findToken(profile);
		// A token other than the profile's may belong to an account that the profile does not know.
		const isOther = options.token !== undefined || Boolean(env.MCI_TOKEN);
		return { kind: "server", url, token, ...(isOther ? {} : accountOf(profile)) };
	}

	async function findToken(profile: Profile | undefined): Promise<string | null> {
		const token = options.token ?? env.MCI_TOKEN ?? profile?.token;
		if (token) return checked(token);
		const file = profile?.tokenFile ?? env.MCI_TOKEN_FILE;
		return file ? checked((await readFile(resolve(cwd, file), "utf8")).trim()) : null;
	}
}

function accountOf(profile: Profile | undefined): { readonly account?: string } {
	return profile?.account === undefined ? {} : { account: profile.account };
}

/**
 * A header can't carry anything else. Refused here, without showing the token, because the HTTP client would show it.
 */
function checked(token: string): string {
	if (!/^[\x21-\x7e]+$/.test(token))
		throw new UsageError(
			"The token contains characters that tokens don't have.",
			"Copy it again, without spaces or line ends.",
		);
	return token;
}

async function findProfile(name: string | undefined, world: Pick<World, "env" | "home">): Promise<Profile | undefined> {
	const { profilePath, readProfiles } = await import("./profile.ts");
	const path = profilePath(world);
	const { profiles, chosen } = await readProfiles(path);
	const wanted = name ?? chosen;
	if (wanted === undefined) return undefined;
	const profile = profiles.get(wanted);
	if (profile) return profile;
	const there = [...profiles.keys()].join(", ") || "none";
	throw new UsageError(
		`There is no profile “${wanted}” in ${path}; it has ${there}.`,
		`\`mci login URL --profile ${wanted}\` creates it.`,
	);
}
