/** General words that publishers also use for the more specific ones they map to. */
const families: Readonly<Record<string, readonly string[]>> = {
	suse: ["sles", "opensuse", "opensuse-microos", "sle-micro", "suse-manager"],
	coreos: ["fedora-coreos", "rhcos", "scos"],
};

/** True if the OS word `vague` is only less specific than `exact`: `suse` and `sles`. */
export function osSaysLess(vague: string, exact: string): boolean {
	return Object.hasOwn(families, vague) && (families[vague]?.includes(exact) ?? false);
}

/** True if the version `vague` is only less specific than `exact`: `9` and `9.6`. */
export function versionSaysLess(vague: string, exact: string): boolean {
	return exact.startsWith(`${vague}.`);
}

/** True if two values don't contradict each other: they are equal, or one is only less specific. */
export function agree(a: string, b: string, saysLess: (vague: string, exact: string) => boolean): boolean {
	return a === b || saysLess(a, b) || saysLess(b, a);
}
