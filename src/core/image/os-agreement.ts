/** Words that publishers also use for the more exact ones behind them. */
const families: Readonly<Record<string, readonly string[]>> = {
	suse: ["sles", "opensuse", "opensuse-microos", "sle-micro", "suse-manager"],
	coreos: ["fedora-coreos", "rhcos", "scos"],
};

/** True when the OS word `vague` only says less than `exact` does: `suse` and `sles`. */
export function osSaysLess(vague: string, exact: string): boolean {
	return Object.hasOwn(families, vague) && (families[vague]?.includes(exact) ?? false);
}

/** True when the version `vague` only says less than `exact` does: `9` and `9.6`. */
export function versionSaysLess(vague: string, exact: string): boolean {
	return exact.startsWith(`${vague}.`);
}

/** True when two values are equal or one only says less than the other: they don't contradict each other. */
export function agree(a: string, b: string, saysLess: (vague: string, exact: string) => boolean): boolean {
	return a === b || saysLess(a, b) || saysLess(b, a);
}
