import type { Source } from "../source.ts";
import { isCloudbreakCatalog, parseCloudbreakCatalog } from "./parse.ts";

/** The source for image catalogs of Cloudbreak (https://github.com/hortonworks/cloudbreak), versions 1 to 3. */
export const source: Source = {
	id: "cloudbreak-catalog",
	title: "Cloudbreak image catalog",
	about:
		"Cloudbreak lists its images per kind, OS and stack version, often one entry per cloud; entries of one kind become a MultiCloud Image, each day of building a revision.",
	syntaxes: ["json", "yaml"],
	options: [],
	recognizes: (document) => isCloudbreakCatalog(document.value),
	parse: (document) => parseCloudbreakCatalog(document),
};
