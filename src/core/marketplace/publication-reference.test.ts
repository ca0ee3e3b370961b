import { describe, expect, it } from "vitest";
import { faultCaught } from "../../../test/fault-caught.ts";
import { type PublicationReference, parsePublicationReference } from "./publication-reference.ts";

describe("a reference into the marketplace", () => {
	it.each<[string, PublicationReference]>([
		["17", { publication: 17 }],
		["Acme/web", { publisher: "Acme", name: "web", number: null }],
		["Acme Images/my web@12", { publisher: "Acme Images", name: "my web", number: 12 }],
		["Acme/web@head", { publisher: "Acme", name: "web", number: 0 }],
		["Acme/web@latest", { publisher: "Acme", name: "web", number: null }],
		["me @ home/web@3", { publisher: "me @ home", name: "web", number: 3 }],
	])("%s is read", (text, reference) => {
		expect(parsePublicationReference(text)).toEqual(reference);
	});

	it.each(["", "web", "/web", "Acme/", "Acme/a/b", "Acme/web@production", "1234567890123456", "Acme/web@"])(
		"“%s” is refused",
		(text) => {
			expect(faultCaught(() => parsePublicationReference(text))).toMatchObject({ code: "reference-invalid" });
		},
	);
});
