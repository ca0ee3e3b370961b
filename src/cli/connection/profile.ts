import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseDocument } from "yaml";
import { UsageError } from "../usage-error.ts";
import type { World } from "../world.ts";
import { readYamlText } from "../yaml-text.ts";

/** A registry that a user works with. */
export interface Profile {
	readonly url?: string;
	readonly token?: string;
	readonly tokenFile?: string;
	/** A data directory instead of a server. */
	readonly data?: string;
	/** The account to act in. */
	readonly account?: string;
}

export interface Profiles {
	readonly chosen: string | undefined;
	readonly profiles: ReadonlyMap<string, Profile>;
}

const fields = ["url", "token", "tokenFile", "data", "account"] as const;

/** The profile file: $MCI_CONFIG, else mci/profiles.yaml under $XDG_CONFIG_HOME or ~/.config. */
export function profilePath({ env, home }: Pick<World, "env" | "home">): string {
	return env.MCI_CONFIG || join(env.XDG_CONFIG_HOME || join(home, ".config"), "mci", "profiles.yaml");
}

/**
 * Reads the profile file; a missing one has no profiles. Paths in it are relative to it. Throws `document-invalid`, and
 * `UsageError` for a file with a token that others on the machine can read.
 */
export async function readProfiles(path: string): Promise<Profiles> {
	const text = await readIfThere(path);
	if (text === undefined) return { chosen: undefined, profiles: new Map() };
	const yaml = readYamlText(path, text);
	const root = yaml.roots[0];
	if (!root) return { chosen: undefined, profiles: new Map() };
	const top = yaml.members(root, "a profile file", ["default", "profiles"]);
	const list = top.get("profiles");
	const profiles = new Map<string, Profile>();
	for (const [name, { value }] of list ? yaml.members(list.value, "profiles") : []) {
		const members = yaml.members(value, `profile ${name}`, fields);
		const profile = Object.fromEntries(
			[...members].map(([field, member]) => [field, yaml.text(member.value, field)]),
		) as Profile;
		profiles.set(name, withPaths(profile, dirname(path)));
	}
	if ([...profiles.values()].some((profile) => profile.token !== undefined)) await assertPrivate(path);
	const chosen = top.get("default");
	return { chosen: chosen && yaml.text(chosen.value, "default"), profiles };
}

/**
 * Adds or replaces a profile and makes it the default. Everything else in the file stays, comments included; only its
 * owner can read it.
 */
export async function writeProfile(path: string, name: string, profile: Profile): Promise<void> {
	await edit(path, (document) => {
		document.setIn(["default"], name);
		document.setIn(["profiles", name], document.createNode(profile));
	});
}

/** Removes a profile, also as the default. Everything else in the file stays. */
export async function removeProfile(path: string, name: string): Promise<void> {
	await edit(path, (document) => {
		document.deleteIn(["profiles", name]);
		if (document.get("default") === name) document.delete("default");
	});
}

async function edit(path: string, change: (document: ReturnType<typeof parseDocument>) => void): Promise<void> {
	const before = await readIfThere(path);
	if (before !== undefined) readYamlText(path, before);
	const document = parseDocument(before ?? "", { schema: "failsafe" });
	change(document);
	await mkdir(dirname(path), { recursive: true, mode: 0o700 });
	const fresh = `${path}.new`;
	await writeFile(fresh, document.toString({ lineWidth: 0, doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER }), {
		mode: 0o600,
	});
	await rename(fresh, path);
}

function withPaths(profile: Profile, folder: string): Profile {
	const { tokenFile, data } = profile;
	return {
		...profile,
		...(tokenFile === undefined ? {} : { tokenFile: resolve(folder, tokenFile) }),
		...(data === undefined ? {} : { data: resolve(folder, data) }),
	};
}

async function assertPrivate(path: string): Promise<void> {
	if (process.platform === "win32") return;
	const { mode } = await stat(path);
	if ((mode & 0o077) === 0) return;
	throw new UsageError(`${path} contains a token, and others on this machine can read it.`, `Run: chmod 600 ${path}`);
}

async function readIfThere(path: string): Promise<string | undefined> {
	try {
		return await readFile(path, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw error;
	}
}
