import { describe, expect, it } from "vitest";
import { findingsOfMci, mciSubject } from "../../../../test/lint-subjects.ts";

const ownNames = ["123456789012", "acme-images"];

describe("image-not-visible", () => {
	it.each([
		[{ visibility: "private" as const, owner: "123456789012" }, ownNames],
		[{ visibility: "private" as const, owner: "self" }, ownNames],
		[{ visibility: "private" as const }, ownNames],
		[{ visibility: "shared" as const, owner: "999999999999" }, ownNames],
		[{ visibility: "public" as const, owner: "999999999999" }, ownNames],
		[{ owner: "999999999999" }, ownNames],
		[{ visibility: "private" as const, owner: "999999999999" }, []],
	])("passes %j where the account is %j", (facts, own) =>
		expect(findingsOfMci("image-not-visible", mciSubject("web", { "aws-a": { facts } }), { ownNames: own })).toEqual(
			[],
		),
	);

	it("warns of an image that is private to another account", () => {
		const facts = { visibility: "private" as const, owner: "999999999999" };
		expect(findingsOfMci("image-not-visible", mciSubject("web", { "aws-a": { facts } }), { ownNames })).toEqual([
			"warning settings.aws-a.image: image img-1 is private and belongs to 999999999999",
		]);
	});
});
