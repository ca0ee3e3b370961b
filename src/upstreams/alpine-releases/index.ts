import type { Source } from "../source.ts";
import { isAlpineReleases, parseAlpineReleases } from "./parse.ts";

/** The source for the release lists of Alpine Linux' cloud images. */
export const source: Source = {
	id: "alpine-releases",
	title: "Alpine Linux cloud releases",
	about:
		"Alpine Linux lists its AWS images per release branch, architecture and rebuild; each branch becomes a MultiCloud Image, each release and rebuild (3.10.1-r1) a revision.",
	syntaxes: ["yaml", "json"],
	options: [],
	recognizes: (document) => isAlpineReleases(document.value),
	parse: (document) => parseAlpineReleases(document),
};
