import type { Source } from "../source.ts";
import { isRegionMap, parseRegionMap } from "./parse.ts";

/** Maps from region to image, as in CloudFormation templates, Terraform files and vendors' region maps. */
export const source: Source = {
	id: "region-map",
	title: "Region map",
	about:
		"Region → id, region → variant → id, or variant → region → id: bare, in CloudFormation's Mappings, in Terraform's variables, locals and tfvars; and cloud → id, which `mci resolve --all-clouds` and `mci export` print.",
	syntaxes: ["json", "yaml", "hcl", "env"],
	options: [
		{ name: "name", about: "The product's name; by default after the file and its folder.", example: "f5-bigip" },
		{ name: "version", about: "The release; by default a folder named like a version.", example: "16.0.1.1" },
		{ name: "cloud", about: "The cloud type of the ids, where their form does not tell.", example: "ibm" },
	],
	recognizes: isRegionMap,
	parse: parseRegionMap,
};
