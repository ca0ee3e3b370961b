import { fault } from "../errors.ts";
import { parseReference } from "../revision/reference.ts";

/** A reference to a publication: its number, or publisher and name. */
export type PublicationReference =
	| { readonly publication: number }
	| {
			readonly publisher: string;
			readonly name: string;
			/** 0 = a shared HEAD; null = the newest publication. */
			readonly number: number | null;
	  };

/**
 * Parses `17`, `Acme Images/web`, `Acme Images/web@3` or `Acme Images/web@head`. A publisher's name contains no
 * `/`, so the first one ends it. Throws `reference-invalid`.
 */
export function parsePublicationReference(text: string): PublicationReference {
	if (/^[0-9]{1,15}$/.test(text)) return { publication: Number(text) };
	const wrong = (problem: string) => fault("reference-invalid", { ref: text.slice(0, 250), problem });
	const slash = text.indexOf("/");
	const publisher = text.slice(0, Math.max(0, slash)).trim();
	if (publisher === "") throw wrong("a publication is written PUBLISHER/NAME, PUBLISHER/NAME@N or as its number");
	const { account, name, selector } = parseReference(text.slice(slash + 1));
	if (account !== null) throw wrong("it contains more than one /");
	switch (selector.kind) {
		case "latest":
			return { publisher, name, number: null };
		case "head":
			return { publisher, name, number: 0 };
		case "number":
			return { publisher, name, number: selector.number };
		case "channel":
			throw wrong("channels are not published, so name a revision by its number");
		case "release":
		case "range":
			throw wrong("name a revision by its number");
	}
}
