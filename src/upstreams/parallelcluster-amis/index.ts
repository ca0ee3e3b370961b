import type { Source } from "../source.ts";
import { isAmiSections, parseAmiSections } from "./parse.ts";

/** The source for AWS ParallelCluster's amis.txt (https://github.com/aws/aws-parallelcluster). */
export const source: Source = {
	id: "parallelcluster-amis",
	title: "AWS ParallelCluster amis.txt",
	about:
		"Sections per OS, and since 2020 per architecture, with an AMI for each region; each OS is a MultiCloud Image.",
	syntaxes: ["text"],
	options: [],
	recognizes: isAmiSections,
	parse: parseAmiSections,
};
