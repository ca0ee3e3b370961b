import { trimEndCharacters } from "../../base/trim-characters.ts";
import { fault } from "../../core/errors.ts";
import { artifactPlace } from "../../core/image/index.ts";
import type { SourceOptions } from "../source.ts";
import type { ImageCell } from "./image-cell.ts";
import { optionOf } from "./option-of.ts";
import type { Tags } from "./tags.ts";

/** Where Ubuntu's own downloads start. */
const mirrors: Readonly<Record<string, string>> = {
	"com.ubuntu.cloud:released:download": "https://cloud-images.ubuntu.com/releases/",
	"com.ubuntu.cloud.daily:daily:download": "https://cloud-images.ubuntu.com/daily/",
	"com.ubuntu.cloud:daily:download": "https://cloud-images.ubuntu.com/daily/",
};

const noImages = /(?:^|[._-])(?:manifest|filelist|list|packages|txt|json|ya?ml|log|vcdiff|sbom|sha\d+sums?|gpg|sig)$/i;

/** The platform of a format's files; `any` for archives and unknown ones. */
const platforms: readonly (readonly [RegExp, string])[] = [
	[/^(?:disk\d*|disk-kvm|disk1-kvm|uefi\d*|root)\.(?:img|qcow2)$|qcow2$/i, "qemu"],
	[/(?:ova|vmdk)$/i, "vmware"],
	[/vhdx?(?:\.|$)/i, "azure"],
	[/^lxd|squashfs$/i, "lxd"],
	[/box$|vagrant/i, "vagrant"],
];

/**
 * The cell of an item to be downloaded, or why it can't be used. `format` is its place's word: ftype, or its name where
 * two share one.
 */
export function artifactCell(tags: Tags, format: string, options: SourceOptions): ImageCell | string {
	const path = tags.get("path") ?? "";
	if (noImages.test(tags.get("ftype") ?? path)) return `${tags.get("ftype") ?? path} describes images, it is none`;
	if (/^(?:[a-z][a-z0-9+.-]*:|\/)|(?:^|\/)\.\.(?:\/|$)|\s/i.test(path)) return "the path is not relative to its mirror";
	const stream = tags.get("content_id") ?? "";
	const base = mirrorOption(options) ?? (Object.hasOwn(mirrors, stream) ? mirrors[stream] : undefined);
	if (base === undefined) return "the path needs its mirror's address: give option base-url";
	const platform = platforms.find(([pattern]) => pattern.test(format))?.[1] ?? "any";
	return {
		image: { kind: "artifact", uid: `${trimEndCharacters(base, "/")}/${path}`, checksum: checksumOf(tags) },
		place: () => artifactPlace(platform, format),
	};
}

function checksumOf(tags: Tags): string | null {
	for (const name of ["sha256", "sha512", "md5"]) {
		const hex = tags.get(name)?.toLowerCase();
		if (hex !== undefined) return `${name}:${hex}`;
	}
	return null;
}

function mirrorOption(options: SourceOptions): string | null {
	const base = optionOf(options, "base-url");
	if (base === null || /^https?:\/\/[^\s/?#]+(?:\/[^\s?#]*)?$/.test(base)) return base;
	throw fault("upstream-option-invalid", {
		option: "base-url",
		format: "simplestreams",
		problem: "it is not the http or https address of a mirror",
	});
}
