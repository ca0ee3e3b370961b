import { describe, expect, it } from "vitest";
import { findingsOfMci, type LintRow, mciSubject } from "../../../../test/lint-subjects.ts";

const trustedOwners = ["099720109477", "Canonical", "ubuntu-os-cloud"];

describe("owner-not-trusted", () => {
	it.each<[LintRow, readonly string[]]>([
		[{ facts: { owner: "099720109477" } }, trustedOwners],
		[{ uid: "canonical:ubuntu-24_04-lts:server:latest", kind: "urn" }, trustedOwners],
		[{ uid: "projects/ubuntu-os-cloud/global/images/ubuntu-2404-noble-amd64-v20250805", kind: "path" }, trustedOwners],
		[{ facts: { owner: "999999999999" } }, []],
	])("passes %j where the list is %j", (row, list) =>
		expect(findingsOfMci("owner-not-trusted", mciSubject("web", { "aws-a": row }), { trustedOwners: list })).toEqual(
			[],
		),
	);

	it.each(["self", "123456789012"])("passes the account's own image, of owner %s", (owner) =>
		expect(
			findingsOfMci("owner-not-trusted", mciSubject("web", { "aws-a": { facts: { owner } } }), {
				trustedOwners,
				ownNames: ["123456789012"],
			}),
		).toEqual([]),
	);

	it.each<[LintRow, string]>([
		[
			{ facts: { owner: "999999999999" } },
			"warning settings.aws-a.image: image img-1 belongs to 999999999999, which is not one of the account's trusted owners",
		],
		[
			{ uid: "acme:ubuntu:24:1", kind: "urn" },
			"warning settings.aws-a.image: image acme:ubuntu:24:1 belongs to acme, which is not one of the account's trusted owners",
		],
		[{}, "info settings.aws-a.image: the owner of image img-1 is unknown"],
	])("reports %j", (row, said) =>
		expect(findingsOfMci("owner-not-trusted", mciSubject("web", { "aws-a": row }), { trustedOwners })).toEqual([said]),
	);
});
