import type { DocumentPath } from "../document.ts";
import { isAwsRegion } from "../listing/aws-region.ts";
import { isMembers, type Members, memberOf, plainText, textOf } from "../reading/values.ts";

/** One map of a document: a mapping of a template, the default of a variable, a local, or the document itself. */
export interface NamedMap {
	readonly path: DocumentPath;
	/** Its name in the document; null for the document itself. */
	readonly name: string | null;
	readonly value: Members;
}

/** The places of a document where maps of images stand; which of them hold images is for the caller to see. */
export function findMaps(root: Members): NamedMap[] {
	const mappings = memberOf(root, "Mappings");
	if (isMembers(mappings)) return named(["Mappings"], mappings);
	const variables = blocks(["variable"], memberOf(root, "variable")).flatMap(({ path, value }) =>
		named(path, value).flatMap(defaults),
	);
	const locals = blocks(["locals"], memberOf(root, "locals")).flatMap(({ path, value }) => named(path, value));
	if (variables.length + locals.length > 0) return [...variables, ...locals];
	const regions = memberOf(root, "amis");
	if (Array.isArray(regions)) return [{ path: ["amis"], name: null, value: byName(regions) }];
	if (isPlainImages(root)) return [{ path: ["images"], name: null, value: root.images as Members }];
	return [{ path: [], name: null, value: root }];
}

/** `images` of Terraform's variables is a map of ids; in other formats it has objects or lists. */
export function isPlainImages(root: Members): boolean {
	const images = memberOf(root, "images");
	return isMembers(images) && Object.values(images).every((one) => plainText(one) !== null);
}

/** Terraform's JSON has a block once as an object, or several times as a list. */
function blocks(path: DocumentPath, value: unknown): { path: DocumentPath; value: Members }[] {
	if (isMembers(value)) return [{ path, value }];
	return (Array.isArray(value) ? value : []).flatMap((one: unknown, i) =>
		isMembers(one) ? [{ path: [...path, i], value: one }] : [],
	);
}

function named(path: DocumentPath, members: Members): NamedMap[] {
	return Object.entries(members).flatMap(([name, value]) =>
		blocks([...path, name], value).map((block) => ({ ...block, name })),
	);
}

function defaults({ path, name, value }: NamedMap): NamedMap[] {
	const inner = memberOf(value, "default");
	return isMembers(inner) ? [{ path: [...path, "default"], name, value: inner }] : [];
}

/** CoreOS's form: a list of `{name: region, pv: id, hvm: id}`. */
function byName(list: readonly unknown[]): Members {
	const entries = list.flatMap((one): [string, unknown][] => {
		const region = isMembers(one) ? textOf(one, "name") : null;
		if (!isMembers(one) || region === null || !isAwsRegion(region)) return [];
		return [[region, Object.fromEntries(Object.entries(one).filter(([key]) => key !== "name"))]];
	});
	return Object.fromEntries(entries);
}
