import { parseComponentName } from "../component/component-fields.ts";
import { componentKinds } from "../component/component-kind.ts";
import type { Lifecycle } from "../component/lifecycle.ts";
import {
	type BundledPublication,
	type BundlePublisher,
	type PublishedRevision,
	publishedStates,
	type RevisionLifecycle,
} from "./bundle.ts";
import {
	builtAt,
	digestAt,
	entriesAt,
	foreignFault,
	lineageAt,
	listAt,
	memberPlace,
	membersAt,
	nullOr,
	revisionNumberAt,
	textAt,
	timeAt,
	wordAt,
} from "./foreign-value.ts";

export const textLimits = {
	name: 200,
	url: 2048,
	short: 1000,
	long: 64 * 1024,
	categories: 50,
	category: 100,
	reason: 2000,
} as const;

/** Checks `format` and `version` before anything else: the structure of other versions is unknown. */
export function formatAt(
	value: unknown,
	{ format, version }: { readonly format: string; readonly version: number },
): void {
	const told = new Map(entriesAt("the statement", value));
	if (told.get("format") !== format) throw foreignFault("the statement", `does not have the format ${format}`);
	if (told.get("version") !== version)
		throw foreignFault("the statement", `is not version ${version}, the only supported one`);
}

/** The publisher, which must name the signing key. */
export function publisherAt(place: string, value: unknown, signedWith: string): BundlePublisher {
	const { name, key, url } = membersAt(place, value, ["name", "key", "url"]);
	if (key !== signedWith) throw foreignFault(memberPlace(place, "key"), "is not the fingerprint of the signing key");
	return {
		name: lineOf(memberPlace(place, "name"), name, textLimits.name),
		key: signedWith,
		url: nullOr(memberPlace(place, "url"), url, webAddressAt),
	};
}

export const offeredKeys = ["kind", "lineage", "number", "name", "digest"] as const;

/** The published revision, from the members of an object. */
export function offeredAt(
	place: string,
	members: Readonly<Record<(typeof offeredKeys)[number], unknown>>,
): PublishedRevision {
	const name = textAt(memberPlace(place, "name"), members.name, textLimits.name);
	return {
		kind: wordAt(memberPlace(place, "kind"), members.kind, componentKinds),
		lineage: lineageAt(memberPlace(place, "lineage"), members.lineage),
		number: revisionNumberAt(memberPlace(place, "number"), members.number),
		name: builtAt(memberPlace(place, "name"), () => parseComponentName(name)),
		digest: digestAt(memberPlace(place, "digest"), members.digest),
	};
}

/** A publication of a statement. Building the statement again checks `object` and `requires`. */
export function publicationAt(place: string, value: unknown): BundledPublication {
	const words = ["shortDescription", "longDescription", "releaseNotes", "categories", "publishedAt", "state"] as const;
	const members = membersAt(place, value, [...offeredKeys, ...words, "object", "requires"]);
	const at = (key: string) => memberPlace(place, key);
	return {
		...offeredAt(place, members),
		state: wordAt(at("state"), members.state, publishedStates),
		shortDescription: textAt(at("shortDescription"), members.shortDescription, textLimits.short),
		longDescription: textAt(at("longDescription"), members.longDescription, textLimits.long),
		releaseNotes: textAt(at("releaseNotes"), members.releaseNotes, textLimits.long),
		categories: listAt(at("categories"), members.categories, { limit: textLimits.categories, read: categoryAt }),
		publishedAt: timeAt(at("publishedAt"), members.publishedAt),
	};
}

/** The lifecycle of a revision. */
export function lifecycleAt(place: string, value: unknown): RevisionLifecycle {
	const members = membersAt(place, value, ["lineage", "number", "deprecatedAt", "revokedAt", "reason", "replacement"]);
	const at = (key: string) => memberPlace(place, key);
	const timeOf = (key: "deprecatedAt" | "revokedAt") => nullOr(at(key), members[key], timeAt);
	const words = (key: "reason" | "replacement") =>
		nullOr(at(key), members[key], (where, text) => textAt(where, text, textLimits.reason));
	const lifecycle: Lifecycle = {
		deprecatedAt: timeOf("deprecatedAt"),
		revokedAt: timeOf("revokedAt"),
		reason: words("reason"),
		replacement: words("replacement"),
	};
	return {
		lineage: lineageAt(at("lineage"), members.lineage),
		number: revisionNumberAt(at("number"), members.number),
		...lifecycle,
	};
}

function categoryAt(place: string, value: unknown): string {
	return lineOf(place, value, textLimits.category);
}

/** One line of text, not empty, without space around it. */
function lineOf(place: string, value: unknown, limit: number): string {
	const text = textAt(place, value, limit);
	// What is not seen makes two names look like one.
	if (text === "" || text.trim() !== text || /[\p{C}\p{Zl}\p{Zp}]/u.test(text))
		throw foreignFault(place, "is not one line of visible text");
	return text;
}

/** A URL that is safe to show as a link: http or https only. */
function webAddressAt(place: string, value: unknown): string {
	const text = lineOf(place, value, textLimits.url);
	if (!/^https?:\/\/[^\s/]+\S*$/i.test(text)) throw foreignFault(place, "is not an http or https URL");
	return text;
}
