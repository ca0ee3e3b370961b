import type { Source } from "../source.ts";
import { isServerTemplateFile, parseServerTemplateFile } from "./parse.ts";

/** The source for ServerTemplate files of RightScale's right_st (https://github.com/rightscale/right_st). */
export const source: Source = {
	id: "right-st",
	title: "right_st ServerTemplate",
	about: "MultiCloud Images that a ServerTemplate file describes come with their clouds, instance types and user data.",
	syntaxes: ["yaml", "json"],
	options: [],
	recognizes: (document) => isServerTemplateFile(document.value),
	parse: (document) => parseServerTemplateFile(document),
};
