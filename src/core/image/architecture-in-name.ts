import { type Architecture, parseArchitecture } from "./architecture.ts";

const spellings =
	"x86[-_]64|amd64|x64|intel64|em64t|aarch64|arm64|armv8|armhf|" +
	"armv7l|armv7|ppc64le|ppc64el|powerpc64le|s390x|riscv64|i[3-6]86|ia32|x86";
const architecturePattern = new RegExp(`(?<![a-z0-9])(${spellings})(?![a-z0-9])`, "i");
const everyArchitecture = new RegExp(architecturePattern, "gi");

/** Glued to a version: `42s390x.81`. */
const gluedPattern = /(?<=(?<![a-z])\d{1,3})(aarch64|arm64|x86_64|ppc64le|s390x|riscv64)(?![a-z0-9])/i;
/** Windows for Arm: `win11_a64_24h2`, `win11a6425h2`. */
const windowsPattern = /(?<=(?<![a-z])win(?:dows)?[-_ ]?1[01][-_ ]?)(a64)(?![a-z])/i;

/** An architecture in a name, as it is spelled there. */
export interface FoundArchitecture {
	readonly architecture: Architecture;
	readonly spelling: string;
	readonly index: number;
}

/** The architecture that a name or path contains. */
export function findArchitecture(name: string): FoundArchitecture | undefined {
	const windows = windowsPattern.exec(name);
	const match = architecturePattern.exec(name) ?? gluedPattern.exec(name) ?? windows;
	const spelling = match?.[1];
	const architecture = match === windows ? "arm64" : parseArchitecture(spelling ?? "");
	return match && spelling !== undefined && architecture ? { architecture, spelling, index: match.index } : undefined;
}

/** The name with every mention of an architecture dashed, whose digits would look like a version. */
export function withoutArchitectures(name: string, found: FoundArchitecture | undefined): string {
	return (found ? blankArchitecture(name, found, "-") : name).replace(
		new RegExp(architecturePattern, "gi"),
		(spelling) => "-".repeat(spelling.length),
	);
}

/** The name with the spelling replaced by `mark`s of its length. */
export function blankArchitecture(text: string, { index, spelling }: FoundArchitecture, mark: string): string {
	return text.slice(0, index) + mark.repeat(spelling.length) + text.slice(index + spelling.length);
}

/** `x86` next to a version of an OS without a 32-bit edition is short for x86_64. */
export function canonicalArchitecture(
	{ architecture, spelling }: FoundArchitecture,
	os: string | null,
	version: string | null,
): Architecture {
	if (spelling.toLowerCase() !== "x86" || os === null || version === null) return architecture;
	const first = Object.hasOwn(first64BitOnly, os) ? first64BitOnly[os] : undefined;
	return first !== undefined && Number.parseInt(version, 10) >= first ? "x86_64" : architecture;
}

/** The first version of an OS without an edition for i386. */
const first64BitOnly: Readonly<Record<string, number>> = {
	rhel: 7,
	centos: 8,
	"centos-stream": 8,
	almalinux: 8,
	rocky: 8,
	"oracle-linux": 7,
	sles: 12,
	ubuntu: 20,
	fedora: 31,
	"amazon-linux": 2,
	"fedora-coreos": 1,
	debian: 13,
};
