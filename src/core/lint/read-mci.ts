import { type Lifecycle, lifecycleState } from "../component/lifecycle.ts";
import type { Architecture } from "../image/architecture.ts";
import { type ImageFacts, type ImageIdentity, noFacts } from "../image/image.ts";
import { type ImageName, readImageName } from "../image/image-name.ts";
import type { MciContent } from "../image/mci.ts";
import type { Setting } from "../image/setting.ts";
import type { LintFacts, MciSubject, NewerRelease } from "./subjects.ts";

/** An MCI as rules see it, with every image's facts combined. */
export interface ReadMci {
	readonly content: MciContent;
	/** What the MCI's own name says. */
	readonly name: ImageName;
	/**
	 * Settings with an image of a cloud, in the content's order. Artifacts are left out: a file to upload is not an
	 * image yet.
	 */
	readonly settings: readonly ReadSetting[];
	readonly newerUpstream: NewerRelease | null;
	/** Why the revision's publisher holds it back; null = it does not. */
	readonly heldBack: string | null;
	/** Clouds that the revision before maps and this one does not. */
	readonly lostClouds: readonly string[];
	/** Clouds that are still at an earlier release than the revision's. */
	readonly behind: readonly { readonly cloud: string; readonly release: string }[];
}

/** A setting with its image's facts: the catalog's, else those read from the image's own name. */
export interface ReadSetting {
	readonly setting: Setting;
	/** `settings.<cloud>` */
	readonly place: string;
	/** As the catalogue says it. */
	readonly facts: ImageFacts;
	/** A word in lowercase; null if neither names it. */
	readonly os: string | null;
	/** `15-sp4` is written 15.4, as other publishers do. */
	readonly osVersion: string | null;
	readonly architecture: Architecture | null;
	/** The architecture is only read from the name: likely, not certain. */
	readonly isArchitectureRead: boolean;
	readonly release: string | null;
	/** The line of the image's name, which all its releases share. */
	readonly line: string | null;
	readonly owner: string | null;
	/** True when the owner is the account itself, as far as its own names are known. */
	readonly isOwn: boolean;
	/** No server starts from it: the cloud or its publisher has withdrawn it, or made it obsolete. */
	readonly isGone: boolean;
	/** What this registry has said of it; null = nothing. */
	readonly lifecycle: Lifecycle | null;
	readonly isRevoked: boolean;
}

/** Combines the known facts of each image. Equal names are read once. */
export function readMci(subject: MciSubject, facts: LintFacts): ReadMci {
	const read = rememberingReader();
	const settings = subject.content.settings
		.filter((setting) => setting.image.kind !== "artifact")
		.map((setting): ReadSetting => {
			const known = subject.images.get(setting.cloud) ?? noFacts;
			const name = ownName(setting.image, known);
			const owner = known.owner ?? ownerOf(setting.image);
			const lifecycle = subject.imageLifecycles?.get(setting.cloud) ?? null;
			return {
				setting,
				place: `settings.${setting.cloud}`,
				facts: known,
				...imageProperties(known, name, read),
				owner,
				isOwn: owner !== null && (owner === "self" || facts.ownNames.includes(owner)),
				isGone:
					known.state === "deleted" ||
					known.state === "obsolete" ||
					(known.deletedAt !== null && known.deletedAt <= facts.now),
				lifecycle,
				isRevoked: lifecycleState(lifecycle, facts.now) === "revoked",
			};
		});
	const name = readImageName(subject.content.name);
	return {
		content: subject.content,
		name: { ...name, osVersion: plainVersion(name.osVersion) },
		settings,
		newerUpstream: subject.newerUpstream ?? null,
		heldBack: subject.heldBack ?? null,
		lostClouds: subject.lostClouds ?? [],
		behind: subject.behind ?? [],
	};
}

/** What an image is: from the catalog, else read from its name. */
function imageProperties(known: ImageFacts, name: string | null, read: ReturnType<typeof rememberingReader>) {
	const fromName = name === null ? null : read(name);
	const os = known.os === null ? null : osWord(read(known.os).os, known.os);
	return {
		os: os ?? fromName?.os ?? null,
		osVersion: plainVersion(known.osVersion ?? fromName?.osVersion ?? null),
		architecture: known.architecture ?? fromName?.architecture ?? null,
		isArchitectureRead: known.architecture === null,
		release: known.release ?? fromName?.release ?? null,
		line: fromName?.line ?? null,
	};
}

/** An image's label in findings: its name if known, else its uid. */
export function imageLabel({ setting, facts }: ReadSetting): string {
	return facts.name === null || facts.name === setting.image.uid
		? setting.image.uid
		: `${setting.image.uid} (${facts.name})`;
}

/** The image's name: from the catalog, else the uid if it is a path, URN or object. A plain id is not a name. */
function ownName({ kind, uid }: ImageIdentity, facts: ImageFacts): string | null {
	return facts.name ?? (kind === "id" ? null : uid);
}

/** Catalog words that only name a family of OSes. */
const vagueOs = ["linux", "linux/unix", "unix", "other", "unknown"];

function osWord(read: string | null, published: string): string | null {
	const word = published.trim().toLowerCase();
	return read ?? (vagueOs.includes(word) ? null : word);
}

function plainVersion(version: string | null): string | null {
	return version === null ? null : version.toLowerCase().replace(/[-_. ]?sp(?=\d)/, ".");
}

/** A URN begins with its publisher, a path of Google names its project. */
function ownerOf({ kind, uid }: ImageIdentity): string | null {
	if (kind === "urn") return /^([^:]+):/.exec(uid)?.[1] ?? null;
	if (kind === "path") return /(?:^|\/)projects\/([^/]+)\/global\//.exec(uid)?.[1] ?? null;
	return null;
}

function rememberingReader(): (text: string) => ImageName {
	const names = new Map<string, ImageName>();
	return (text) => {
		const known = names.get(text);
		if (known) return known;
		const name = readImageName(text);
		names.set(text, name);
		return name;
	};
}
