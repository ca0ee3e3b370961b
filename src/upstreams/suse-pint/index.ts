import type { Source } from "../source.ts";
import { isPint, parsePint } from "./parse.ts";

/**
 * The source for SUSE's Public Cloud Information Tracker (https://susepubliccloudinfo.suse.com,
 * https://github.com/SUSE-Enceladus/public-cloud-info-service).
 */
export const source: Source = {
	id: "suse-pint",
	title: "SUSE Public Cloud Information Tracker (PINT)",
	about:
		"SUSE lists all images it ever published, one file per cloud, with state, dates and successor; each product line becomes a MultiCloud Image, each build date a revision for that cloud.",
	syntaxes: ["xml", "json"],
	options: [
		{
			name: "provider",
			about:
				"The cloud of an answer of PINT's API that does not name it: amazon, google, microsoft, oracle or alibaba.",
			example: "amazon",
		},
	],
	recognizes: isPint,
	parse: parsePint,
};
