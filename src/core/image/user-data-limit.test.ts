import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { userDataLimitOf, userDataSize } from "./user-data-limit.ts";

describe("the limit of user data", () => {
	it.each([
		["aws", 16_384, "text"],
		["azure", 65_535, "text"],
		["gcp", 262_144, "text"],
		["openstack", 65_535, "base64"],
		["alibaba", 32_768, "text"],
		["oracle", 32_000, "base64"],
		["digitalocean", 65_536, "text"],
	])("of %s is %i bytes of its %s", (type, bytes, measures) =>
		expect(userDataLimitOf(type)).toEqual({ bytes, measures }),
	);

	it.each([null, "ibm", "acme", "", "constructor"])("of %j is not known", (type) =>
		expect(userDataLimitOf(type)).toBeNull(),
	);
});

describe("the size of user data", () => {
	it("is that of its UTF-8, and of its base64", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary" }), (text) => {
				const bytes = Buffer.from(text, "utf8");
				expect(userDataSize(text, "text")).toBe(bytes.length);
				expect(userDataSize(text, "base64")).toBe(bytes.toString("base64").length);
			}),
		);
	});

	it("counts an unpaired surrogate as its replacement character", () => expect(userDataSize("\ud800", "text")).toBe(3));
});
