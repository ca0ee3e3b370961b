import {
	type Cloud,
	cloudOf,
	cloudType,
	type ImageFacts,
	type ImageIdentity,
	type ImageState,
	imageStates,
} from "../../core/image/index.ts";
import type { ListDocument } from "../document.ts";
import { type LineHead, lineCollector } from "../listing/line-collector.ts";
import { lineName } from "../listing/line-name.ts";
import { readTime } from "../reading/read-time.ts";
import type { Listing, SourceOptions } from "../source.ts";
import { type Product, readProduct } from "./read-product.ts";
import { type PintRow, readRows } from "./read-rows.ts";

export { isPint } from "./read-rows.ts";

/**
 * Reads `<image>` rows: one line per product, architecture and variant, one release per date in the name, in the one
 * cloud the file is for.
 */
export function parsePint(document: ListDocument, options: SourceOptions): Listing {
	const { provider, rows } = readRows(document, options);
	const lines = lineCollector(document);
	const named = rows.flatMap((row) => {
		const name = row.get("name");
		if (name === null) lines.skip(row.path, "the image has no name");
		return name === null ? [] : [{ row, name, product: readProduct(name) }];
	});
	const published = firstPublished(named);
	for (const { row, name, product } of named) {
		const cell = placed(provider, row, name);
		if (typeof cell === "string") lines.skip(row.path, cell);
		else {
			lines.add({
				path: row.path,
				line: lineHead(provider, product),
				release: {
					version: product.release,
					releasedAt: published.get(releaseKey(product)) ?? dateIn(product.release),
				},
				place: cell.place,
				image: cell.image,
				facts: factsOf(row, name, product, cell.project),
			});
		}
	}
	return lines.listing();
}

function lineHead(provider: string, { line, architecture }: Product): LineHead {
	return {
		key: architecture === null ? line : `${line}/${architecture}`,
		name: lineName(line, architecture),
		description: `${line}${architecture === null ? "" : ` for ${architecture}`}, as SUSE publishes it`,
		tags: [],
		scope: { kind: "cloud-type", type: cloudType(provider) },
	};
}

/** A new region gets old releases too, years later; a release is as old as its first image. */
function firstPublished(rows: readonly { row: PintRow; product: Product }[]): ReadonlyMap<string, string> {
	const first = new Map<string, string>();
	for (const { row, product } of rows) {
		const at = readTime(row.get("publishedon"));
		const key = releaseKey(product);
		if (at !== null && at < (first.get(key) ?? "9")) first.set(key, at);
	}
	return first;
}

function releaseKey({ line, architecture, release }: Product): string {
	return JSON.stringify([line, architecture, release]);
}

interface Placed {
	readonly place: () => Cloud;
	readonly image: ImageIdentity;
	readonly project: string | null;
}

/** Where the image is and how that cloud calls it; text = why it can't be used. */
function placed(provider: string, row: PintRow, name: string): Placed | string {
	const [id, region, urn, project] = [row.get("id"), row.get("region"), row.get("urn"), row.get("project")];
	switch (cloudType(provider)) {
		case "azure":
			return azureImage(row.get("environment"), urn, name);
		case "gcp":
			return {
				place: () => cloudOf("gcp", null),
				image: project === null ? image("name", name) : image("path", `projects/${project}/global/images/${name}`),
				project,
			};
		case "oracle":
			if (id === null) return "the image has no id";
			if (!/^ocid1\.\S+$/.test(id)) return `${id} is not an OCID`;
			return { place: () => cloudOf("oracle", region), image: image("id", id), project };
		case "aws":
			if (id !== null && !/^ami-[0-9a-f]{8,17}$/.test(id)) return `${id} is not an AMI id`;
			return regional(provider, region, id, project);
		default:
			return regional(provider, region, id, project);
	}
}

function regional(provider: string, region: string | null, id: string | null, project: string | null): Placed | string {
	if (id === null) return "the image has no id";
	if (region === null) return "the image has no region";
	if (!/^[\w -]{1,60}$/.test(region)) return `${region} is not a region`;
	return { place: () => cloudOf(provider, region), image: image("id", id), project };
}

/** Each of Azure's sovereign clouds has a separate marketplace, so it is a separate place. */
function azureImage(environment: string | null, urn: string | null, name: string): Placed | string {
	if (urn !== null && !/^[^:\s]+:[^:\s]+:[^:\s]+:[^:\s]+$/.test(urn))
		return `${urn} is not a URN of publisher:offer:sku:version`;
	if (environment !== null && !/^[\w -]{1,60}$/.test(environment)) return `${environment} is not an environment`;
	const sovereign = environment === null || environment.toLowerCase() === "publicazure" ? null : environment;
	return {
		place: () => cloudOf("azure", sovereign),
		image: urn === null ? image("name", name) : image("urn", urn),
		project: null,
	};
}

function image(kind: ImageIdentity["kind"], uid: string): ImageIdentity {
	return { kind, uid, checksum: null };
}

function factsOf(row: PintRow, name: string, product: Product, project: string | null): Partial<ImageFacts> {
	const published = readTime(row.get("publishedon"));
	const deprecatedAt = readTime(row.get("deprecatedon"));
	const deletedAt = readTime(row.get("deletedon"));
	const replacement = row.get("replacementid") ?? row.get("replacementname");
	const url = row.get("changeinfo");
	return {
		name,
		state: stateOf(row.get("state")),
		...(product.os !== null && { os: product.os }),
		...(product.osVersion !== null && { osVersion: product.osVersion }),
		...(product.architecture !== null && { architecture: product.architecture }),
		...(product.publishedArchitecture !== null && { publishedArchitecture: product.publishedArchitecture }),
		...(product.release !== null && { release: product.release }),
		...(product.variant !== null && { variant: product.variant }),
		...(project !== null && { owner: project }),
		...(published !== null && { createdAt: published }),
		...(deprecatedAt !== null && { deprecatedAt }),
		...(deletedAt !== null && { deletedAt }),
		...(replacement !== null && { replacement }),
		...(url !== null && /^https?:\/\//.test(url) && { url }),
	};
}

function stateOf(text: string | null): ImageState {
	return imageStates.find((state) => state === text?.toLowerCase()) ?? "unknown";
}

function dateIn(release: string | null): string | null {
	return release === null ? null : readTime(/^v?(\d{8})$/.exec(release)?.[1] ?? null);
}
