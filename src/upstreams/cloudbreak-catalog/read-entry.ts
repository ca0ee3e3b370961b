import { parseArchitecture, readImageName } from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { lineName } from "../listing/line-name.ts";
import { readTime } from "../reading/read-time.ts";
import { isMembers, type Members, memberOf, membersOf, rowOf, textOf } from "../reading/values.ts";
import type { Skipped } from "../source.ts";
import { type Part, readImages } from "./read-images.ts";

/** One image of a catalog, built once for one cloud or several. */
export interface Entry {
	readonly key: string;
	readonly name: string;
	readonly description: string;
	readonly uuid: string;
	/** Day of the build, YYYY-MM-DD; null if the list gives no plausible one. */
	readonly day: string | null;
	/** The build time, if the list has it to the second. */
	readonly createdAt: string | null;
	readonly notes: readonly string[];
	readonly parts: readonly Part[];
	readonly skipped: readonly Skipped[];
}

/** Cloudbreak's first release; earlier dates in catalogs are mistakes. */
const firstYear = "2014";

/** Reads one element of `images.<kind>`. An entry without parts has nothing that can be used. */
export function readEntry(
	document: ListDocument,
	row: { readonly kind: string; readonly value: unknown; readonly path: DocumentPath },
): Entry {
	const fields = membersOf(row.value);
	const uuid = textOf(fields, "uuid") ?? rowOf(row.path);
	const os = textOf(fields, "os") ?? textOf(fields, "os_type");
	const published = textOf(fields, "architecture");
	const architecture = parseArchitecture(published ?? "x86_64") ?? null;
	const kind = row.kind.replace(/-images$/, "");
	const words = ["cloudbreak", kind, stackVersion(fields) ?? "", os ?? ""].filter((word) => word !== "");
	const time = timeOf(fields);
	const images = memberOf(fields, "images");
	const said = readImageName(os ?? "");
	const facts = knownFacts({
		name: uuid,
		os: said.os ?? os,
		osVersion: said.osVersion,
		architecture,
		publishedArchitecture: published,
		variant: kind,
		release: time.day,
		createdAt: time.createdAt ?? readTime(time.day),
		state: textOf(fields, "advertised") === "false" ? ("inactive" as const) : undefined,
	});
	const read = isMembers(images)
		? readImages(document, { images, facts, path: [...row.path, "images"] })
		: { parts: [], skipped: [{ row: rowOf(row.path), why: "the entry has no images" }] };
	return {
		key: [...words, architecture ?? published].join("/"),
		name: lineName(words.join(" "), architecture ?? published),
		description: textOf(fields, "description") ?? `Cloudbreak's ${kind} image`,
		uuid,
		...time,
		...read,
	};
}

/** The stack's version makes the product; a base image has none. Builds (`7.2.2-123`) are releases, not products. */
function stackVersion(fields: Members): string | null {
	const version = textOf(membersOf(memberOf(fields, "stack-details")), "version") ?? textOf(fields, "version");
	return version?.replace(/-\d+$/, "") ?? null;
}

function timeOf(fields: Members): Pick<Entry, "day" | "createdAt" | "notes"> {
	const date = textOf(fields, "date");
	const created = readTime(textOf(fields, "created"));
	const createdAt = created !== null && created >= firstYear ? created : null;
	const said = readTime(date)?.slice(0, 10) ?? null;
	if (said !== null && said >= firstYear) return { day: said, createdAt, notes: [] };
	const notes = date === null ? [] : [`the list dates it ${date.slice(0, 40)}, which can't be right`];
	return { day: createdAt?.slice(0, 10) ?? null, createdAt, notes };
}
