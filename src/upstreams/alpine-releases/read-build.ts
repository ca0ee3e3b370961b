import { parseArchitecture } from "../../core/image/index.ts";
import { readTime } from "../reading/read-time.ts";
import { type Members, textOf } from "../reading/values.ts";

/** One build of an Alpine cloud image: its own properties, and otherwise those of the keys above it. */
export interface Build {
	readonly name: string;
	/** `alpine`, or another profile's name. */
	readonly profile: string;
	/** The release branch: `3.10`, `edge`. */
	readonly branch: string;
	/** What the list builds it as: `3.9` for `v3_9-x86_64`, or a pointer such as `current`. */
	readonly track: string;
	readonly release: string;
	readonly revision: string | null;
	readonly architecture: string | null;
	/** Firmware and bootstrap; null for the pair that an architecture's images had before there was a choice. */
	readonly variant: string | null;
	readonly cloud: string;
	readonly createdAt: string | null;
	readonly endOfLifeAt: string | null;
}

const firmwares: ReadonlySet<string> = new Set(["bios", "uefi"]);
const bootstraps: ReadonlySet<string> = new Set(["tiny", "cloudinit", "cloud-init"]);
const releasePattern = /^(?:\d+\.\d+(?:\.\d+)*(?:_\w+)?|edge)$/;

/**
 * Reads a build below its keys: branch and architecture (`v3_10-x86_64`) or image key (`3.15-x86_64-bios-tiny-aws`),
 * release, name.
 */
export function buildOf(build: Members, [outer, inner, name]: readonly [string, string, string]): Build {
	const [release, imageKey] = releasePattern.test(outer) ? [outer, inner] : [inner, outer];
	const words = imageKey.split("-");
	const architecture = textOf(build, "arch") ?? words.find((word) => parseArchitecture(word) !== undefined) ?? null;
	const firmware = textOf(build, "firmware") ?? words.find((word) => firmwares.has(word)) ?? null;
	const bootstrap = textOf(build, "bootstrap") ?? words.find((word) => bootstraps.has(word)) ?? null;
	const published = textOf(build, "release") ?? release;
	const branch = textOf(build, "version") ?? branchOf(published);
	return {
		name: textOf(build, "name") ?? name,
		profile: textOf(build, "profile") ?? "alpine",
		branch,
		track: trackOf(textOf(build, "profile_build") ?? imageKey, branch),
		release: published,
		revision: textOf(build, "revision"),
		architecture,
		variant: variantOf(architecture, firmware, bootstrap, textOf(build, "machine")),
		cloud: textOf(build, "cloud") ?? "aws",
		createdAt: createdAtOf(build),
		endOfLifeAt: readTime(textOf(build, "end_of_life")),
	};
}

function branchOf(release: string): string {
	return /^\d+\.\d+|^edge/.exec(release)?.[0] ?? release;
}

function createdAtOf(build: Members): string | null {
	const times = ["creation_date", "published", "build_time"].map((key) => readTime(textOf(build, key)));
	return times.find((time) => time !== null) ?? null;
}

/** `v3_9-x86_64` of 3.9 and a key that begins with a release are the branch itself. */
function trackOf(profileBuild: string, branch: string): string {
	const word = profileBuild.split("-")[0] ?? "";
	return /^v?\d/.test(word) || word === "" ? branch : word;
}

/**
 * Lists before 3.15 named neither: images booted by BIOS on x86_64 and by UEFI on aarch64, with the tiny bootstrap.
 * That pair has no suffix, so that a branch keeps its name.
 */
function variantOf(
	architecture: string | null,
	firmware: string | null,
	bootstrap: string | null,
	machine: string | null,
): string | null {
	const usual = architecture === "aarch64" ? "uefi" : "bios";
	const isUsual = (firmware ?? usual) === usual && (bootstrap ?? "tiny") === "tiny";
	const words = isUsual ? [] : [firmware ?? usual, bootstrap ?? "tiny"];
	return [...words, ...(machine === null ? [] : [machine])].join("-") || null;
}
