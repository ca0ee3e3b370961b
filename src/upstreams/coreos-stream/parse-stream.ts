import { artifactPlace, cloudOf, type ImageFacts, type ImageIdentity } from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { idProblem } from "../listing/id-problem.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { lineCollector } from "../listing/line-collector.ts";
import { readTime } from "../reading/read-time.ts";
import { isMembers, type Members, memberOf, membersAt, textOf } from "../reading/values.ts";
import type { Listing } from "../source.ts";
import { addRelease, factsOf, headOf, type Listed, productOf } from "./coreos-line.ts";

/**
 * Reads stream metadata (https://github.com/coreos/stream-metadata-go): every architecture is a line, variants are
 * lines of their own.
 */
export function parseStream(document: ListDocument): Listing {
	const collector = lineCollector(document);
	const root = membersAt(document, [], document.value);
	const stream = textOf(root, "stream");
	if (stream === null) throw document.malformed(["stream"], "stream is not the stream's name");
	const metadata = memberOf(root, "metadata");
	const releasedAt = isMembers(metadata) ? readTime(textOf(metadata, "last-modified")) : null;
	const { product, os } = productOf(stream);
	const architectures = membersAt(document, ["architectures"], memberOf(root, "architectures"));
	for (const [arch, value] of Object.entries(architectures)) {
		const path = ["architectures", arch];
		const reader = {
			os,
			arch,
			document,
			skip: collector.skip,
			found: new Map<string | null, Listed[]>(),
			releases: new Map<string, string>(),
			facts: new Map<string | null, Partial<ImageFacts>>(),
		};
		const members = membersAt(document, path, value);
		readArtifacts(reader, [...path, "artifacts"], memberOf(members, "artifacts"));
		readImages(reader, [...path, "images"], memberOf(members, "images"));
		readExtensions(reader, [...path, "rhel-coreos-extensions"], memberOf(members, "rhel-coreos-extensions"));
		for (const [variant, cells] of reader.found)
			addRelease(collector, headOf(product, arch, variant), releasedAt, cells);
	}
	return collector.listing();
}

interface Reader {
	readonly os: string;
	readonly arch: string;
	readonly document: ListDocument;
	readonly skip: (path: DocumentPath, why: string) => void;
	/** Cells by variant; null is the stream's own line. */
	readonly found: Map<string | null, Listed[]>;
	/** Releases of the platforms' artifacts: the first streams had none for images. */
	readonly releases: Map<string, string>;
	/** Facts by release, which all images of the release share. */
	readonly facts: Map<string | null, Partial<ImageFacts>>;
}

interface Entry {
	readonly path: DocumentPath;
	readonly place: Listed["place"];
	readonly image: ImageIdentity;
	readonly release: string | null;
	readonly more?: Partial<ImageFacts>;
	readonly variant?: string;
}

function put(reader: Reader, { path, place, image, release, more, variant }: Entry): void {
	const common = reader.facts.get(release) ?? factsOf(reader.os, reader.arch, release);
	reader.facts.set(release, common);
	const facts = { ...common, ...more, ...(variant ? { variant } : {}) };
	try {
		place();
	} catch {
		reader.skip(path, `${JSON.stringify(String(path.at(-1)))} can't be the name of a place`);
		return;
	}
	const list = reader.found.get(variant ?? null) ?? [];
	list.push({ path, place, image, facts });
	reader.found.set(variant ?? null, list);
}

function readArtifacts(reader: Reader, path: DocumentPath, value: unknown): void {
	if (value === undefined) return;
	for (const [platform, one] of Object.entries(membersAt(reader.document, path, value))) {
		const at = [...path, platform];
		const members = membersAt(reader.document, at, one);
		const release = textOf(members, "release");
		if (release !== null) reader.releases.set(platform, release);
		const formats = membersAt(reader.document, [...at, "formats"], memberOf(members, "formats"));
		for (const [format, parts] of Object.entries(formats)) {
			const inFormat = membersAt(reader.document, [...at, "formats", format], parts);
			for (const [part, artifact] of Object.entries(inFormat)) {
				const here = [...at, "formats", format, part];
				const location = isMembers(artifact) ? textOf(artifact, "location") : null;
				if (!isMembers(artifact) || location === null) {
					reader.skip(here, "an artifact without a location");
					continue;
				}
				const sha256 = textOf(artifact, "sha256");
				put(reader, {
					path: here,
					place: () => artifactPlace(platform, part === "disk" ? format : `${format}.${part}`),
					image: {
						kind: "artifact",
						uid: location,
						checksum: sha256 === null ? null : `sha256:${sha256.toLowerCase()}`,
					},
					release,
				});
			}
		}
	}
}

function readImages(reader: Reader, path: DocumentPath, value: unknown): void {
	if (value === undefined) return;
	for (const [key, one] of Object.entries(membersAt(reader.document, path, value))) {
		const at = [...path, key];
		if (!isMembers(one)) reader.skip(at, "not an image");
		else if (Object.hasOwn(one, "regions")) readRegions(reader, at, one, key);
		else if (key === "gcp") readGoogle(reader, at, one);
		else readSingle(reader, at, one, { type: key, region: null });
	}
}

function readRegions(reader: Reader, path: DocumentPath, members: Members, type: string, variant?: string): void {
	const regions = membersAt(reader.document, [...path, "regions"], memberOf(members, "regions"));
	for (const [region, one] of Object.entries(regions)) {
		const at = [...path, "regions", region];
		if (isMembers(one)) readSingle(reader, at, one, { type, region, ...(variant ? { variant } : {}) });
		else reader.skip(at, "not an image");
	}
}

/** An image id, an object in a bucket (powervs), or a container whose digest stays while its tag moves (kubevirt). */
function readSingle(
	reader: Reader,
	path: DocumentPath,
	one: Members,
	where: { type: string; region: string | null; variant?: string },
): void {
	const release = textOf(one, "release") ?? reader.releases.get(where.type) ?? null;
	const place = () => cloudOf(where.type, where.region);
	const variant = where.variant ? { variant: where.variant } : {};
	const image = textOf(one, "image");
	const container = textOf(one, "digest-ref") ?? (where.type === "kubevirt" ? image : null);
	if (container !== null) {
		put(reader, {
			path,
			place,
			image: { kind: "object", uid: container, checksum: null },
			release,
			more: knownFacts({ name: image }),
			...variant,
		});
		return;
	}
	const url = textOf(one, "url");
	if (image === null && url !== null) {
		put(reader, {
			path,
			place,
			image: { kind: "object", uid: url, checksum: null },
			release,
			more: knownFacts({ name: textOf(one, "object") }),
			...variant,
		});
		return;
	}
	const problem = image === null ? "an entry without an image" : idProblem(where.type, image);
	if (image === null || problem !== undefined) reader.skip(path, problem ?? "an entry without an image");
	else put(reader, { path, place, image: { kind: "id", uid: image, checksum: null }, release, ...variant });
}

function readGoogle(reader: Reader, path: DocumentPath, one: Members): void {
	const project = textOf(one, "project");
	const name = textOf(one, "name") ?? textOf(one, "image");
	if (name === null) {
		reader.skip(path, "a Google image without a name");
		return;
	}
	put(reader, {
		path,
		place: () => cloudOf("gcp", null),
		image:
			project === null
				? { kind: "name", uid: name, checksum: null }
				: { kind: "path", uid: `projects/${project}/global/images/${name}`, checksum: null },
		release: textOf(one, "release") ?? reader.releases.get("gcp") ?? null,
		more: knownFacts({ name, owner: project }),
	});
}

/**
 * RHCOS only: the VHD that installers copy, images with a marketplace's purchase plan, and images for Windows licences.
 */
function readExtensions(reader: Reader, path: DocumentPath, value: unknown): void {
	if (!isMembers(value)) return;
	const disk = memberOf(value, "azure-disk");
	if (isMembers(disk)) {
		const url = textOf(disk, "url");
		const at = [...path, "azure-disk"];
		if (url === null) reader.skip(at, "a disk without a url");
		else
			put(reader, {
				path: at,
				place: () => cloudOf("azure", null),
				image: { kind: "object", uid: url, checksum: null },
				release: textOf(disk, "release"),
			});
	}
	const windows = memberOf(value, "aws-winli");
	if (isMembers(windows)) readRegions(reader, [...path, "aws-winli"], windows, "aws", "aws-winli");
	const marketplace = memberOf(value, "marketplace");
	const azure = isMembers(marketplace) ? memberOf(marketplace, "azure") : undefined;
	if (isMembers(azure)) readMarketplace(reader, [...path, "marketplace", "azure"], azure, []);
}

/** `azure.<plan>.<generation>` = publisher, offer, sku, version. */
function readMarketplace(reader: Reader, path: DocumentPath, value: Members, words: readonly string[]): void {
	const [publisher, offer, sku, version] = ["publisher", "offer", "sku", "version"].map((key) => textOf(value, key));
	if (publisher && offer && sku && version) {
		put(reader, {
			path,
			place: () => cloudOf("azure", null),
			image: { kind: "urn", uid: [publisher, offer, sku, version].join(":"), checksum: null },
			release: textOf(value, "release"),
			variant: ["azure", ...words].join("-").toLowerCase(),
		});
		return;
	}
	for (const [key, one] of Object.entries(value))
		if (isMembers(one)) readMarketplace(reader, [...path, key], one, [...words, key]);
}
