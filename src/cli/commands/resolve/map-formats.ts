import { shellQuoted } from "../../../base/shell-word.ts";
/** Cloud → image id, in the order to print. */
export type ImageMap = ReadonlyMap<string, string>;

/** Lines for a POSIX shell's `eval` or `.`: `MCI_AWS_US_EAST_1='ami-…'`, with another prefix than `MCI`. */
export function renderEnv(images: ImageMap, prefix = "MCI"): string {
	return lines(images, (cloud, uid) => `${envName(cloud, prefix)}=${shellQuoted(uid)}`);
}

/** One Terraform variable, `images` or another name, a map of strings. */
export function renderTfvars(images: ImageMap, name = "images"): string {
	const width = Math.max(0, ...[...images.keys()].map((cloud) => hclString(cloud).length));
	const rows = lines(images, (cloud, uid) => `  ${hclString(cloud).padEnd(width)} = ${hclString(uid)}`);
	return images.size === 0 ? `${name} = {}\n` : `${name} = {\n${rows}}\n`;
}

export function renderJson(images: ImageMap): string {
	return `${JSON.stringify(Object.fromEntries(images), null, 2)}\n`;
}

/** YAML with every value quoted, so that no reader takes one for a number. A JSON string is a YAML string. */
export function renderYaml(images: ImageMap): string {
	return images.size === 0 ? "{}\n" : lines(images, (cloud, uid) => `${JSON.stringify(cloud)}: ${JSON.stringify(uid)}`);
}

/** The variable of a cloud. Two clouds that differ only in punctuation would share one; see `sharedEnvNames`. */
export function envName(cloud: string, prefix = "MCI"): string {
	return `${prefix}_${cloud.toUpperCase().replace(/[^A-Z0-9]/g, "_")}`;
}

/** Groups of clouds that would share a variable: such a map can't be printed as variables. */
export function sharedEnvNames(images: ImageMap): string[][] {
	return [...Map.groupBy(images.keys(), (cloud) => envName(cloud)).values()].filter((clouds) => clouds.length > 1);
}

/**
 * An HCL string: JSON's escapes, and `${` and `%{`, which would start a template, doubled (HCL native syntax,
 * templates).
 */
function hclString(text: string): string {
	return JSON.stringify(text).replace(/[$%](?=\{)/g, (sign) => sign + sign);
}

function lines(images: ImageMap, line: (cloud: string, uid: string) => string): string {
	return [...images].map(([cloud, uid]) => `${line(cloud, uid)}\n`).join("");
}
