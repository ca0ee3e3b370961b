import type { Source } from "../source.ts";
import { isSimplestreams, parseSimplestreams } from "./parse.ts";

/** The source for simplestreams' products files (https://canonical-simplestreams.readthedocs-hosted.com). */
export const source: Source = {
	id: "simplestreams",
	title: "simplestreams products",
	about:
		"Ubuntu and others publish image ids and downloads as simplestreams; each product × variant becomes a MultiCloud Image, each serial a revision.",
	syntaxes: ["json"],
	options: [
		{
			name: "cloud",
			about: "The type of the cloud the ids belong to, where the file does not say it.",
			example: "openstack",
		},
		{ name: "region", about: "The region the ids belong to, where the file does not say it.", example: "RegionOne" },
		{
			name: "gcp-project",
			about: "The Google project of the images, where the file only has their names.",
			example: "ubuntu-os-cloud",
		},
		{
			name: "base-url",
			about: "The mirror that the paths of downloads start at.",
			example: "https://cloud-images.ubuntu.com/releases/",
		},
	],
	recognizes: (document) => isSimplestreams(document.value),
	parse: (document, options) => parseSimplestreams(document, options),
};
