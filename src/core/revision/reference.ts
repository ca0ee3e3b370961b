import { parseComponentName } from "../component/component-fields.ts";
import { fault } from "../errors.ts";

/** Which revision a reference asks for. */
export type Selector =
	| { readonly kind: "latest" }
	| { readonly kind: "head" }
	| { readonly kind: "number"; readonly number: number }
	| { readonly kind: "channel"; readonly channel: string }
	/** A commit by what its vendor calls it. */
	| { readonly kind: "release"; readonly release: string }
	/** The newest usable commit whose release begins with this: `1592` means 1592.10.0 and 1592-3, but not 15920. */
	| { readonly kind: "range"; readonly range: string };

/**
 * `[account/]name[@N|@head|@latest|@channel|@release:VERSION|@~VERSION]`; no suffix means the newest commit.
 */
export interface Reference {
	/** Null = the asker's own account. */
	readonly account: string | null;
	readonly name: string;
	readonly selector: Selector;
}

const channelPattern = /^[a-z][a-z0-9._-]{0,62}$/;
const accountPattern = /^[a-z0-9][a-z0-9._-]{0,62}$/;

/**
 * Reads a reference; throws `reference-invalid` naming the part that is wrong. `@0` is HEAD, as in the RightScale API.
 */
export function parseReference(text: string): Reference {
	const wrong = (problem: string) => fault("reference-invalid", { ref: text.slice(0, 250), problem });
	const at = text.lastIndexOf("@");
	const path = at < 0 ? text : text.slice(0, at);
	const slash = path.indexOf("/");
	const account = slash < 0 ? null : path.slice(0, slash);
	if (account !== null && !accountPattern.test(account))
		throw wrong("an account before / has only lowercase letters, digits, dots and dashes");
	const name = slash < 0 ? path : path.slice(slash + 1);
	try {
		parseComponentName(name);
	} catch (cause) {
		throw fault(
			"reference-invalid",
			{
				ref: text.slice(0, 250),
				problem: name === "" ? "the name is empty" : `“${name.slice(0, 60)}” is not a valid name`,
			},
			cause,
		);
	}
	return { account, name, selector: at < 0 ? { kind: "latest" } : parseSelector(text.slice(at + 1), wrong) };
}

/** The text of a reference; `parseReference` of it gives the same back. */
export function renderReference(reference: Reference): string {
	const prefix = reference.account === null ? "" : `${reference.account}/`;
	return `${prefix}${reference.name}${renderSelector(reference.selector)}`;
}

const versionPattern = /^[^\s@/][^\s@]{0,199}$/;

function parseSelector(text: string, wrong: (problem: string) => Error): Selector {
	if (text.startsWith("release:") || text.startsWith("~")) {
		const version = text.slice(text.startsWith("~") ? 1 : "release:".length);
		if (!versionPattern.test(version)) throw wrong("after release: or ~ there must be a version without spaces");
		return text.startsWith("~") ? { kind: "range", range: version } : { kind: "release", release: version };
	}
	if (text === "latest" || text === "head") return { kind: text };
	if (/^[0-9]+$/.test(text)) {
		const number = Number(text);
		if (number === 0) return { kind: "head" };
		if (!Number.isSafeInteger(number)) throw wrong("the revision number is too large");
		return { kind: "number", number };
	}
	if (!channelPattern.test(text))
		throw wrong(
			"after @ there must be a revision number, head, latest, a channel in lowercase, release:VERSION or ~VERSION",
		);
	return { kind: "channel", channel: text };
}

function renderSelector(selector: Selector): string {
	switch (selector.kind) {
		case "latest":
			return "";
		case "head":
			return "@head";
		case "number":
			return `@${selector.number}`;
		case "channel":
			return `@${selector.channel}`;
		case "release":
			return `@release:${selector.release}`;
		case "range":
			return `@~${selector.range}`;
	}
}
