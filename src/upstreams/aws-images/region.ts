import { fault } from "../../core/errors.ts";
import type { ListDocument } from "../document.ts";
import { isAwsRegion, regionIn } from "../listing/aws-region.ts";
import type { SourceOptions } from "../source.ts";

/**
 * The region of a list: from the option, the file's name, or the nearest folder's name. Throws
 * `upstream-option-invalid` if none has it.
 */
export function regionOf(document: ListDocument, options: SourceOptions): string {
	const told = options.region?.trim().toLowerCase();
	if (told) {
		if (isAwsRegion(told)) return told;
		throw invalid(`${told.slice(0, 60)} is not an AWS region`);
	}
	for (const name of [document.fileName, ...document.folders.toReversed()]) {
		const region = regionIn(name);
		if (region !== null) return region;
	}
	throw invalid("neither the list nor its file name says its region; pass one, such as region=us-east-1");
}

function invalid(problem: string) {
	return fault("upstream-option-invalid", { option: "region", format: "aws-images", problem });
}
