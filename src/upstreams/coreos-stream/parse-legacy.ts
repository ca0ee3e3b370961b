import { isFault } from "../../core/errors.ts";
import { artifactPlace, cloudOf, parseArchitecture, readImageName } from "../../core/image/index.ts";
import type { DocumentPath, ListDocument } from "../document.ts";
import { idProblem } from "../listing/id-problem.ts";
import { knownFacts } from "../listing/known-facts.ts";
import { lineCollector } from "../listing/line-collector.ts";
import { readTime } from "../reading/read-time.ts";
import { isMembers, type Members, memberOf, membersAt, textOf } from "../reading/values.ts";
import type { Listing } from "../source.ts";
import { addRelease, factsOf, headOf, type Listed } from "./coreos-line.ts";

/** Platform and format of files that are named after what they boot; an ostree archive is not an image. */
const bootFiles: ReadonlyMap<string, readonly [platform: string, format: string]> = new Map([
	["live-iso", ["metal", "iso"]],
	["live-kernel", ["metal", "pxe.kernel"]],
	["live-initramfs", ["metal", "pxe.initramfs"]],
	["live-rootfs", ["metal", "pxe.rootfs"]],
	["iso", ["metal", "installer.iso"]],
	["kernel", ["metal", "installer.kernel"]],
	["initramfs", ["metal", "installer.initramfs"]],
]);

/** Reads the rhcos.json that OpenShift's installer carried until 4.7: one build of one architecture. */
export function parseLegacy(document: ListDocument): Listing {
	const collector = lineCollector(document);
	const root = membersAt(document, [], document.value);
	const buildId = textOf(root, "buildid");
	if (buildId === null) throw document.malformed(["buildid"], "buildid is not the build's id");
	const base = textOf(root, "baseURI");
	const images = memberOf(root, "images");
	const files = images === undefined ? {} : membersAt(document, ["images"], images);
	const arch = architectureOf(document, base, files);
	const { os, product } = productOfBuild(buildId, base);
	const facts = factsOf(os, arch, buildId);
	const cells: Listed[] = [];
	readAmis(["amis"], memberOf(root, "amis"));
	readAzure(["azure"], memberOf(root, "azure"));
	readGoogle(["gcp"], memberOf(root, "gcp"));
	for (const [key, file] of Object.entries(files)) readFile(["images", key], key, file);
	addRelease(collector, headOf(product, arch, null), timeOfBuild(buildId), cells);
	return collector.listing();

	function readAmis(path: DocumentPath, value: unknown): void {
		if (value === undefined) return;
		for (const [region, one] of Object.entries(membersAt(document, path, value))) {
			const id = isMembers(one) ? textOf(one, "hvm") : null;
			const problem = id === null ? "a region without an hvm image" : idProblem("aws", id);
			if (id === null || problem !== undefined) collector.skip([...path, region], problem ?? "no image");
			else
				put([...path, region], {
					place: () => cloudOf("aws", region),
					image: { kind: "id", uid: id, checksum: null },
					facts,
				});
		}
	}

	function readAzure(path: DocumentPath, value: unknown): void {
		if (value === undefined) return;
		const url = isMembers(value) ? textOf(value, "url") : null;
		if (!isMembers(value) || url === null) {
			collector.skip(path, "a disk without a url");
			return;
		}
		const name = textOf(value, "image");
		put(path, {
			place: () => cloudOf("azure", null),
			image: { kind: "object", uid: url, checksum: null },
			facts: { ...facts, ...knownFacts({ name }) },
		});
	}

	function readGoogle(path: DocumentPath, value: unknown): void {
		if (value === undefined) return;
		const name = isMembers(value) ? textOf(value, "image") : null;
		if (!isMembers(value) || name === null) {
			collector.skip(path, "a Google image without a name");
			return;
		}
		const owner = textOf(value, "project");
		const uid = owner === null ? name : `projects/${owner}/global/images/${name}`;
		const more = knownFacts({ name, owner, url: textOf(value, "url") });
		put(path, {
			place: () => cloudOf("gcp", null),
			image: { kind: owner === null ? "name" : "path", uid, checksum: null },
			facts: { ...facts, ...more },
		});
	}

	function readFile(path: DocumentPath, key: string, file: unknown): void {
		const found = artifactOf(key, file, base);
		if (typeof found === "string") collector.skip(path, found);
		else put(path, { ...found, facts });
	}

	function put(path: DocumentPath, cell: Omit<Listed, "path">): void {
		try {
			cell.place();
			cells.push({ path, ...cell });
		} catch (error) {
			if (!isFault(error)) throw error;
			collector.skip(path, error.message);
		}
	}
}

/** The artifact of a build's file, or why it can't be used. */
function artifactOf(key: string, file: unknown, base: string | null): Pick<Listed, "place" | "image"> | string {
	const name = isMembers(file) ? textOf(file, "path") : null;
	if (!isMembers(file) || name === null) return "a file without a path";
	if (key === "ostree") return "an ostree archive, not an image";
	const absolute = /^https?:\/\//.test(name);
	if (!absolute && base === null) return "a path without baseURI";
	const uid = absolute ? name : `${base}${base?.endsWith("/") ? "" : "/"}${name}`;
	const [platform, format] = bootFiles.get(key) ?? platformOf(key, name);
	const sha256 = textOf(file, "sha256");
	return {
		place: () => artifactPlace(platform, format),
		image: { kind: "artifact", uid, checksum: sha256 === null ? null : `sha256:${sha256.toLowerCase()}` },
	};
}

/** The extension in the form of stream metadata: `metal4k` is platform metal, format 4k.raw.gz. */
function platformOf(key: string, name: string): readonly [platform: string, format: string] {
	const format = /\.((?:raw|vmdk|vhd|vhdx|qcow2|tar|ova|iso|img)(?:\.(?:gz|xz|zst))?)$/.exec(name)?.[1] ?? "file";
	return key === "metal4k" ? ["metal", `4k.${format}`] : [key, format];
}

function architectureOf(document: ListDocument, base: string | null, files: Members): string {
	const paths = Object.values(files).map((file) => (isMembers(file) ? (textOf(file, "path") ?? "") : ""));
	const fromBase = base?.split("/").findLast((part) => parseArchitecture(part) !== undefined);
	const named = [document.fileName, ...paths, ...document.folders].map(
		(name) => readImageName(name).publishedArchitecture,
	);
	return fromBase ?? named.find((arch) => arch !== null) ?? "x86_64";
}

/**
 * 47.82.… is RHCOS of OpenShift 4.7; 31.20200113.3.1 is Fedora CoreOS, whose third number is the stream (1 next, 2
 * testing, 3 stable).
 */
function productOfBuild(buildId: string, base: string | null): { os: string; product: string } {
	const fedora = /^\d{2}\.\d{8}\.(\d)/.exec(buildId);
	if (fedora && !base?.includes("rhcos")) {
		const stream = { "1": "next", "2": "testing", "3": "stable" }[fedora[1] ?? ""];
		return { os: "fedora-coreos", product: stream ? `fedora-coreos-${stream}` : "fedora-coreos" };
	}
	const version = readImageName(`rhcos-${buildId}`).osVersion;
	return { os: "rhcos", product: version === null ? "rhcos" : `rhcos-${version}` };
}

/** A build's id contains its build time. */
function timeOfBuild(buildId: string): string | null {
	return readTime(/(?:^|\.)(20\d{6}(?:\d{4})?)(?=[.-]|$)/.exec(buildId)?.[1] ?? null);
}
