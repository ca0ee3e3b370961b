/** Generations of Azure virtual machines; an image starts machines of one. */
export type AzureGeneration = "gen1" | "gen2";

/**
 * The only generation that an Azure VM size starts, or null if it starts both or is not known. Sizes of version 6 and
 * later, and confidential ones (DC, EC), start generation 2 only. The first two versions of the D series without
 * premium storage, the first A series and the basic tier start generation 1 only.
 * https://learn.microsoft.com/azure/virtual-machines/generation-2#generation-2-vm-sizes
 */
export function onlyGenerationOf(size: string): AzureGeneration | null {
	const name = size.trim().toLowerCase();
	if (/^basic_a\d+$/.test(name)) return "gen1";
	const [, series = "", features = "", version = "1"] =
		/^standard_([a-z]+)\d+(?:-\d+)?([a-z]*)(?:_[a-z0-9]+)*?(?:_v(\d+))?$/.exec(name) ?? [];
	if (series === "") return null;
	const number = Number(version);
	if (number >= 6) return "gen2";
	if (/^(?:dc|ec)$/.test(series) && /^(?:a|e|as|es|ads|eds|s|ds)?s?$/.test(features) && number >= 2) return "gen2";
	if (series === "a" && number === 1) return "gen1";
	return series === "d" && features === "" && number <= 2 ? "gen1" : null;
}

/** The generation that an image's variant names (`gen1`, `9-gen2`), or null. */
export function generationOfVariant(variant: string | null): AzureGeneration | null {
	const found = /(?<![a-z0-9])gen(?:eration)?[-_ ]?([12])(?![0-9])/i.exec(variant ?? "")?.[1];
	return found === undefined ? null : `gen${found === "1" ? 1 : 2}`;
}
