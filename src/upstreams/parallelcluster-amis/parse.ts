import { cloudOf, parseArchitecture, readImageName } from "../../core/image/index.ts";
import type { ListDocument, SectionRow } from "../document.ts";
import { isAwsRegion } from "../listing/aws-region.ts";
import { idProblem } from "../listing/id-problem.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { isMembers } from "../reading/values.ts";
import type { Listing } from "../source.ts";

/** True for sections whose entries are AWS regions. */
export function isAmiSections({ syntax, value }: ListDocument): boolean {
	return syntax === "text" && Array.isArray(value) && value.some((row) => isRow(row) && isAwsRegion(row.key));
}

/** The reader of the syntax makes nothing else; a value in memory may be anything. */
function isRow(value: unknown): value is SectionRow {
	if (!isMembers(value) || typeof value["key"] !== "string" || typeof value["value"] !== "string") return false;
	return [value["outer"], value["inner"]].every((title) => title === null || typeof title === "string");
}

/** Reads one line per OS and architecture. Without a heading for the architecture it is x86_64: there was no other. */
export function parseAmiSections(document: ListDocument): Listing {
	const collector = lineCollector(document);
	if (!isAmiSections(document)) throw document.malformed([], "no entries of AWS regions");
	for (const [i, row] of (document.value as readonly unknown[]).entries()) {
		const path = [i];
		if (!isRow(row)) {
			collector.skip(path, "not an entry");
			continue;
		}
		const { outer, inner, key, value } = row;
		const published = outer ?? "x86_64";
		const architecture = parseArchitecture(published);
		const problem = inner === null ? "no OS is named above the entry" : idProblem("aws", value);
		if (problem !== undefined) {
			collector.skip(path, problem);
			continue;
		}
		const name = `parallelcluster-${inner}`;
		const { os, osVersion } = readImageName(name);
		collector.add({
			path,
			line: {
				key: `${inner}/${published}`,
				name: lineName(name, architecture ?? published),
				description: `AWS ParallelCluster's image of ${inner} for ${published}`,
				tags: [],
				scope: { kind: "cloud-type", type: "aws" },
			},
			release: { version: null, releasedAt: null },
			place: () => cloudOf("aws", key),
			image: { kind: "id", uid: value, checksum: null },
			facts: knownFacts({ os, osVersion, architecture: architecture ?? null, publishedArchitecture: published }),
		});
	}
	return collector.listing();
}
