import { fault } from "../../core/index.ts";
import type { ListDocument } from "../document.ts";
import type { SourceOptions } from "../source.ts";

const regionPattern = /(?<![a-z0-9])[a-z]{2}(?:-(?:gov|isob?|isoe|isof))?-(?:central|north|south|east|west|northeast|northwest|southeast|southwest)-\d(?!\d)/i;

/** The region that a list is from: the option, else the file's name, else the nearest folder's. Throws `upstream-option-invalid` when none says it. */
export function regionOf(document: ListDocument, options: SourceOptions): string {
	const told = options.region?.trim().toLowerCase();
	if (told) {
		if (/^[a-z]{2,12}(?:-[a-z]+)+-\d{1,2}$/.test(told)) return told;
		throw invalid(`${told} is not an AWS region`);
	}
	for (const name of [document.fileName, ...document.folders.toReversed()]) {
		const region = regionPattern.exec(name.replaceAll("_", "-"))?.[0];
		if (region) return region.toLowerCase();
	}
	throw invalid("the list does not say which region it is from, and neither does its file name; give one, like region=us-east-1");
}

function invalid(problem: string) {
	return fault("upstream-option-invalid", { option: "region", format: "aws-images", problem });
}
