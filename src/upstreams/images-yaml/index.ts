import type { Source } from "../source.ts";
import { isImageSets, parseImageSets } from "./parse.ts";

/** Image sets by name and cloud: this project's own simple form, and those of Taskcluster. */
export const source: Source = {
	id: "images-yaml",
	title: "Image sets in YAML or JSON",
	about:
		"Name → cloud → region → id, below `images:` or bare: this project's simple form, and the image sets of Taskcluster and Firefox CI.",
	syntaxes: ["yaml", "json"],
	options: [
		{
			name: "version",
			about: "The release of all images in the document, which itself names none.",
			example: "2024.06",
		},
	],
	recognizes: isImageSets,
	parse: parseImageSets,
};
