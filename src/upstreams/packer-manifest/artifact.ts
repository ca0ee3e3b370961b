import { artifactPlace, type Cloud, cloudOf, type ImageIdentity } from "../../core/image/index.ts";
import { idProblem } from "../listing/id-problem.ts";
import { isMembers, plainText, textOf } from "../reading/values.ts";
import type { SourceOptions } from "../source.ts";
import { cloudOfBuild } from "./builder-cloud.ts";

/** The result of one builder, from the manifest. */
export interface Built {
	readonly builder: string;
	readonly type: string;
	readonly artifactId: string | null;
	readonly files: unknown;
	readonly custom: (key: string) => string | null;
}

export interface BuiltImage {
	readonly place: () => Cloud;
	readonly image: ImageIdentity;
}

/**
 * The images in a build's artifact, and why the others can't be used: `field` is the one that the reasons are about.
 */
export function imagesOf(
	built: Built,
	options: SourceOptions,
): { images: BuiltImage[]; problems: string[]; field: "artifact_id" | "files" } {
	const id = built.artifactId?.trim() ?? "";
	const cloud = cloudOfBuild(built.type, id);
	if (cloud === null) return { ...filesOf(built, id), field: "files" };
	if (id === "") return { images: [], problems: [`${built.type} made no artifact`], field: "artifact_id" };
	const pairs = pairsOf(cloud, id, built, options);
	const problems = pairs.flatMap(({ uid }) => idProblem(cloud, uid) ?? []);
	const good = pairs.filter(({ uid }) => idProblem(cloud, uid) === undefined);
	return {
		images: good.map((pair) => ({ place: pair.place, image: { kind: pair.kind, uid: pair.uid, checksum: null } })),
		problems,
		field: "artifact_id",
	};
}

interface Pair {
	readonly place: () => Cloud;
	readonly kind: ImageIdentity["kind"];
	readonly uid: string;
}

function pairsOf(cloud: string, id: string, built: Built, options: SourceOptions): Pair[] {
	switch (cloud) {
		case "openstack":
			return [{ place: () => openstackPlace(built, options), kind: "id", uid: id }];
		case "gcp":
			return [googlePair(id, built, options)];
		case "azure":
			return parts(id, /[\s,]+/).map((uid) => azurePair(uid, built, options));
		case "digitalocean":
			return digitalOceanPairs(id);
		case "oracle":
			return [
				{
					place: () => cloudOf("oracle", built.custom("region") ?? regionOfOcid(id) ?? option(options, "region")),
					kind: "id",
					uid: id,
				},
			];
		case "vsphere":
			return [{ ...regionalPair(cloud, "", built, options), uid: id }];
		default:
			return parts(id, /,/).map((part) => regionalPair(cloud, part, built, options));
	}
}

/** `us-east-1:ami-…`; where no region is written, the builder's or the option's. */
function regionalPair(cloud: string, part: string, built: Built, options: SourceOptions): Pair {
	const colon = part.lastIndexOf(":");
	const before = colon > 0 ? part.slice(0, colon) : null;
	// UCloud writes project:region:image.
	const written = cloud === "ucloud" ? (before?.replace(/^[^:]*:/, "") ?? null) : before;
	const region = written ?? built.custom("region") ?? option(options, "region");
	return { place: () => cloudOf(cloud, region), kind: "id", uid: part.slice(colon + 1).trim() };
}

/** `nyc3,sfo3:12345`: one snapshot in several regions. */
function digitalOceanPairs(id: string): Pair[] {
	const [regions = "", uid = ""] = id.includes(":") ? id.split(":") : ["", id];
	const list = parts(regions, /,/);
	if (list.length === 0) return [{ place: () => cloudOf("digitalocean", null), kind: "id", uid }];
	return list.map((region) => ({ place: () => cloudOf("digitalocean", region), kind: "id", uid }));
}

function googlePair(id: string, built: Built, options: SourceOptions): Pair {
	const place = () => cloudOf("gcp", null);
	const path = /(?:^|\/)(projects\/[^/]+\/global\/images\/[^/]+)$/.exec(id)?.[1];
	if (path) return { place, kind: "path", uid: path };
	const project = built.custom("project") ?? built.custom("project_id") ?? option(options, "project");
	return project
		? { place, kind: "path", uid: `projects/${project}/global/images/${id}` }
		: { place, kind: "name", uid: id };
}

/** A managed image or gallery version is a path, a VHD a URL; neither contains its region. */
function azurePair(uid: string, built: Built, options: SourceOptions): Pair {
	const region = built.custom("region") ?? built.custom("location") ?? option(options, "region");
	return {
		place: () => cloudOf("azure", region),
		kind: uid.startsWith("/") ? "path" : /^https?:/.test(uid) ? "object" : "name",
		uid,
	};
}

/** OpenStack artifacts name no region: builders are named after theirs. */
function openstackPlace(built: Built, options: SourceOptions): Cloud {
	const name = built.builder.replace(/^openstack\./, "");
	const region = built.custom("region") ?? (name === "openstack" || name === "" ? option(options, "region") : name);
	const cloud = option(options, "openstack-cloud");
	const place = cloudOf(cloud ?? "openstack", region);
	return cloud === null ? place : { ...place, type: "openstack", name: region === null ? cloud : `${cloud} ${region}` };
}

function regionOfOcid(id: string): string | null {
	const region = id.split(".")[3];
	return id.startsWith("ocid1.") && region ? region : null;
}

/** Builders such as qemu write files; only a file with a URL can be fetched by others. */
function filesOf({ type, files }: Built, id: string): { images: BuiltImage[]; problems: string[] } {
	const names = (Array.isArray(files) ? files : []).flatMap((file) =>
		isMembers(file) ? (textOf(file, "name") ?? []) : (plainText(file) ?? []),
	);
	const urls = names.filter((name) => /^(?:https?|s3|gs|ftp):\/\/\S+$/.test(name));
	const images = urls.map((uid): BuiltImage => {
		const format = /\.((?:tar\.)?[a-z0-9]{2,6}(?:\.(?:gz|xz|bz2|zst))?)$/i.exec(uid)?.[1] ?? "file";
		return { place: () => artifactPlace(type, format), image: { kind: "artifact", uid, checksum: null } };
	});
	const rest = names.length - urls.length;
	if (images.length > 0 && rest === 0) return { images, problems: [] };
	return { images, problems: [problemOf(type, id, rest)] };
}

function problemOf(type: string, id: string, localFiles: number): string {
	if (localFiles > 0)
		return `${type} wrote ${localFiles} local file${localFiles === 1 ? "" : "s"} and made no image in a cloud`;
	if (/^docker|^podman|^lxc|^lxd|^buildah/.test(type)) return `${type} made a container, which is not a machine image`;
	if (id === "" || /^(?:VM|Container)$/i.test(id)) return `${type} wrote no files and names no image in a cloud`;
	return `“${id.slice(0, 80)}” of ${type} does not say in which cloud it is`;
}

function option(options: SourceOptions, name: string): string | null {
	return Object.hasOwn(options, name) ? plainText(options[name]) : null;
}

function parts(text: string, separator: RegExp): string[] {
	return text
		.split(separator)
		.map((part) => part.trim())
		.filter((part) => part !== "");
}
