import type { DocumentPath, ListDocument } from "../document.ts";
import { cloudTypeOfId } from "../listing/image-reference.ts";
import { isMembers, type Members, plainText } from "../reading/values.ts";
import { type Columns, columnsOf, type Field } from "./columns.ts";

/** One row of a list of objects: cells by column, and where it stands. */
export interface ObjectRow {
	readonly path: DocumentPath;
	readonly cells: readonly (string | null)[];
}

export interface ObjectTable {
	readonly columns: Columns;
	readonly rows: readonly ObjectRow[];
	readonly skipped: readonly { readonly path: DocumentPath; readonly why: string }[];
}

interface ObjectList {
	readonly path: DocumentPath;
	readonly items: readonly unknown[];
}

/** Keys below which an object may list its regions. */
const regionLists: ReadonlySet<string> = new Set(["regions", "images", "amis", "locations", "imageids", "amiids"]);
/** Number of objects examined to recognize a list of images. */
const sample = 50;

/** The list of a document that is one, or an object with one list: `{"images": […]}`. */
function listOf({ value }: ListDocument): ObjectList | undefined {
	if (Array.isArray(value)) return { path: [], items: value };
	if (!isMembers(value)) return undefined;
	const lists = Object.entries(value).filter(([, one]) => Array.isArray(one));
	const [first, ...others] = lists;
	return first && others.length === 0 ? { path: [first[0]], items: first[1] as unknown[] } : undefined;
}

/**
 * True if most objects of the list are flat rows with an image and the region or cloud of it, in cells or below a list
 * of regions. An id without a cloud must have the form of an image's.
 */
export function isObjectTable(document: ListDocument): boolean {
	const list = listOf(document);
	if (list === undefined || list.items.length === 0) return false;
	const some = list.items.slice(0, sample);
	const { rows, columns } = tableOf({ ...list, items: some });
	const usable = rows.filter(({ path, cells }) => {
		const item = some[Number(path[list.path.length])];
		const cellOf = (field: Field) => cells[columns.get(field) ?? -1] ?? null;
		return isMembers(item) && isFlat(item) && isPlacedImage(cellOf("image"), cellOf("region"), cellOf("cloud"));
	});
	return new Set(usable.map(({ path }) => path[list.path.length])).size * 2 > some.length;
}

/** Answers of clouds' APIs have objects within objects. */
function isFlat(item: Members): boolean {
	return Object.entries(item).every(
		([key, value]) =>
			isRegionList(key, value) ||
			!(Array.isArray(value) ? value.some((one) => typeof one === "object") : isMembers(value)),
	);
}

function isPlacedImage(uid: string | null, region: string | null, cloud: string | null): boolean {
	if (uid === null) return false;
	// A resource of Azure or Google that is not an image has a path of the same form.
	if (/^\/subscriptions\/|\/projects\//.test(uid) && !/\/(?:images|galleries)\//i.test(uid)) return false;
	if (cloudTypeOfId(uid) !== null) return region !== null || cloud !== null;
	// `linux/amd64` of a container is a platform, but not a cloud.
	return cloud !== null && /^[a-z][a-z0-9_-]*$/i.test(cloud) && !/^(?:linux|windows|darwin)/i.test(cloud);
}

/** Reads the objects as rows whose columns are their keys; undefined if the document is not a list. */
export function objectTable(document: ListDocument): ObjectTable | undefined {
	const list = listOf(document);
	return list === undefined ? undefined : tableOf(list);
}

function tableOf({ path, items }: ObjectList): ObjectTable {
	const header = new Map<string, number>();
	const rows: ObjectRow[] = [];
	const skipped: { path: DocumentPath; why: string }[] = [];
	const cellsOf = (members: Members): (string | null)[] => {
		const cells: (string | null)[] = [];
		for (const [key, value] of Object.entries(members)) {
			const text = plainText(value);
			if (text === null) continue;
			const at = header.get(key) ?? header.size;
			header.set(key, at);
			cells[at] = text;
		}
		return cells;
	};
	items.forEach((item, i) => {
		const at = [...path, i];
		if (!isMembers(item)) skipped.push({ path: at, why: "not an object" });
		else rows.push(...rowsOf(at, item).map((row) => ({ path: row.path, cells: cellsOf(row.members) })));
	});
	return { columns: columnsOf([...header.keys()]), rows, skipped };
}

interface FlatRow {
	readonly path: DocumentPath;
	readonly members: Members;
}

/** An object is a row, or one for each of its regions: `{flavor, regions: [{region, image_id}]}`. */
function rowsOf(path: DocumentPath, item: Members): FlatRow[] {
	const nested = Object.entries(item).find(([key, value]) => isRegionList(key, value));
	if (!nested) return [{ path, members: item }];
	const [key, value] = nested;
	const outer = Object.fromEntries(Object.entries(item).filter(([one]) => one !== key));
	if (Array.isArray(value))
		return value.map((one: unknown, i) => ({
			path: [...path, key, i],
			members: isMembers(one) ? merged(outer, one) : outer,
		}));
	return Object.entries(value as Members).map(([region, one]) => ({
		path: [...path, key, region],
		members: merged(outer, isMembers(one) ? { region, ...one } : { region, image: one }),
	}));
}

function isRegionList(key: string, value: unknown): boolean {
	return (Array.isArray(value) || isMembers(value)) && regionLists.has(key.toLowerCase().replace(/[^a-z]/g, ""));
}

/** The inner object's cells replace the outer ones of the same field, under whatever word. */
function merged(outer: Members, inner: Members): Members {
	const named = columnsOf(Object.keys(inner));
	const kept = Object.entries(outer).filter(([key]) => {
		const [field] = columnsOf([key]).keys();
		return field === undefined || !named.has(field);
	});
	return { ...Object.fromEntries(kept), ...inner };
}
