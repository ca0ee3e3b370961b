import { cloudOf, cloudType, isKnownCloudType } from "../../core/image/index.ts";
import { isAwsRegion } from "../listing/aws-region.ts";
import { idProblem } from "../listing/id-problem.ts";
import type { SourceOptions } from "../source.ts";
import type { ImageCell } from "./image-cell.ts";
import { optionOf } from "./option-of.ts";
import type { Tags } from "./tags.ts";

/** Projects of Ubuntu's own images: its streams have bare names (as Juju's GCE provider completes them). */
const googleProjects: Readonly<Record<string, string>> = {
	"com.ubuntu.cloud:released": "ubuntu-os-cloud",
	"com.ubuntu.cloud.daily:daily": "ubuntu-os-cloud-devel",
	"com.ubuntu.cloud:daily": "ubuntu-os-cloud-devel",
};

/** Last parts of a stream's name that do not name a cloud. */
const noClouds: ReadonlySet<string> = new Set([
	"download",
	"downloads",
	"custom",
	"released",
	"daily",
	"images",
	"tools",
	"agents",
]);

/**
 * The cloud of a stream, from the option, a tag, the stream's name (`…:released:aws-cn`) or the endpoint; null if none
 * has it.
 */
export function streamCloud(
	tags: Tags,
	options: SourceOptions,
): { readonly type: string; readonly partition: string | null } | null {
	const option = optionOf(options, "cloud");
	if (option !== null) return { type: cloudType(option), partition: null };
	const tagged = tags.get("cloudname");
	const parts = (tags.get("content_id") ?? "").split(":");
	const last = parts.length > 1 ? (parts.at(-1) ?? "") : "";
	for (const word of [tagged ?? "", last]) {
		if (isKnownCloudType(word)) return { type: cloudType(word), partition: null };
		const [family = ""] = word.split("-");
		if (isKnownCloudType(family)) return { type: cloudType(family), partition: word.toLowerCase() };
	}
	const byEndpoint = endpointCloud(tags.get("endpoint") ?? "");
	if (byEndpoint !== null) return { type: byEndpoint, partition: null };
	const own = tagged ?? (parts.length > 2 && !noClouds.has(last) ? last : "");
	return /^[a-z0-9]/i.test(own) ? { type: cloudType(own), partition: null } : null;
}

function endpointCloud(endpoint: string): string | null {
	if (/^https?:\/\/ec2\.|\.amazonaws\.com(?:\.cn)?(?:\/|$)/.test(endpoint)) return "aws";
	if (/\.googleapis\.com(?:\/|$)/.test(endpoint)) return "gcp";
	if (/\.(?:windows\.net|azure\.com|chinacloudapi\.cn|usgovcloudapi\.net)(?::\d+)?(?:\/|$)/.test(endpoint))
		return "azure";
	return /:(?:5000|35357)(?:\/|$)|\/v(?:2\.0|3)\/?$|\/identity(?:\/|$)/.test(endpoint) ? "openstack" : null;
}

/** The cell of an item with an id, or why it can't be used. */
export function idCell(tags: Tags, type: string, options: SourceOptions): ImageCell | string {
	const id = tags.get("id") ?? tags.get("image_id") ?? "";
	const problem = idProblem(type, id);
	if (problem !== undefined) return problem;
	if (type === "gcp") return googleCell(tags, id, options);
	if (type === "azure" && /^[^:/\s]+:[^:/\s]+:[^:/\s]+:[^:/\s]+$/.test(id)) {
		return { image: { kind: "urn", uid: id, checksum: null }, place: () => cloudOf("azure", null) };
	}
	const region = regionOf(tags, type) ?? optionOf(options, "region");
	if (region === null) return "the item names no region";
	return {
		image: { kind: id.startsWith("/subscriptions/") ? "path" : "id", uid: id, checksum: null },
		place: () => cloudOf(type, region),
	};
}

function googleCell(tags: Tags, id: string, options: SourceOptions): ImageCell {
	const place = () => cloudOf("gcp", null);
	const path = /(?:^|\/)(projects\/[^/\s]+\/global\/images\/[^\s/]+)$/.exec(id)?.[1];
	const [publisher, stream] = (tags.get("content_id") ?? "").split(":");
	const known = `${publisher}:${stream}`;
	const project =
		optionOf(options, "gcp-project") ??
		tags.get("project") ??
		(Object.hasOwn(googleProjects, known) ? googleProjects[known] : null);
	if (path !== undefined) return { image: { kind: "path", uid: path, checksum: null }, place };
	if (project === null || project === undefined || id.includes("/"))
		return { image: { kind: "name", uid: id, checksum: null }, place };
	return { image: { kind: "path", uid: `projects/${project}/global/images/${id}`, checksum: null }, place };
}

/** The region as named, otherwise from the endpoint or the code (`crsn`) if that is a region's name. */
function regionOf(tags: Tags, type: string): string | null {
	const region = tags.get("region");
	if (region !== undefined) return region;
	const code = tags.get("crsn");
	if (type !== "aws") return code ?? null;
	const host = /^https?:\/\/ec2\.([a-z0-9-]+)\.amazonaws\.com/.exec(tags.get("endpoint") ?? "")?.[1];
	return host ?? (code !== undefined && isAwsRegion(code) ? code : null);
}
