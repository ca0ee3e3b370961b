import type { Source } from "../source.ts";
import { isImageTable, parseCsvList } from "./parse.ts";

/** Tables of images: AlmaLinux's, and any other with a header or named columns. */
export const source: Source = {
	id: "csv",
	title: "CSV table of images",
	about:
		"One row per image, with a header of known words, with columns named by an option, or in AlmaLinux's form without a header.",
	syntaxes: ["csv"],
	options: [
		{
			name: "columns",
			about: "What the columns hold, in order; a dash for one to ignore.",
			example: "name,release,region,image,architecture",
		},
		{ name: "cloud", about: "The cloud type of rows that name none.", example: "aws" },
		{ name: "name", about: "The product's name where no column has it.", example: "web-base" },
	],
	recognizes: isImageTable,
	parse: parseCsvList,
};
