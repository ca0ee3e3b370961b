import type { Source } from "../source.ts";
import { isImageTable } from "./image-table.ts";
import { parseTable } from "./parse.ts";

/** Tables of images that people maintain, in any syntax, including AlmaLinux's. */
export const source: Source = {
	id: "csv",
	title: "Table of images",
	about:
		"One row per image, with a header of known words in any order, or with columns named by an option: CSV, a table of a Markdown page, a list of objects in JSON or YAML, or AlmaLinux's form without a header.",
	syntaxes: ["csv", "markdown", "json", "yaml"],
	options: [
		{
			name: "columns",
			about: "What the columns hold, in order; a dash for one to ignore. For CSV and Markdown.",
			example: "name,release,region,image,architecture",
		},
		{ name: "cloud", about: "The cloud type of rows that name none.", example: "aws" },
		{ name: "name", about: "The product's name where no column has it.", example: "web-base" },
		{ name: "dates", about: "The order of dates such as 03/04/2024: dmy or mdy.", example: "dmy" },
	],
	isGeneral: true,
	recognizes: isImageTable,
	parse: parseTable,
};
