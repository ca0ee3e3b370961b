import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { faultCaught } from "../../../test/fault-caught.ts";
import { parsePublisherName, publisherKey } from "./publisher-name.ts";

describe("a publisher's name", () => {
	it.each([
		["Acme", "Acme"],
		["  Acme   Images ", "Acme Images"],
		["Zoë & Söhne".replace("&", "und"), "Zoë und Söhne"],
		["株式会社", "株式会社"],
	])("accepts %j as %j", (text, name) => {
		expect(parsePublisherName(text)).toBe(name);
	});

	it.each([
		["", "it is empty"],
		["   ", "it is empty"],
		["a".repeat(101), "it is longer than 100 characters"],
		...[...";\\/><&,."].map((sign) => [`Acme${sign}Inc`, `it contains “${sign}”`]),
		["Acme．Inc", "it contains “.”"],
		["Acme；", "it contains “;”"],
		["Ac\u202eme", "it contains an invisible character"],
		["Ac\u200bme", "it contains an invisible character"],
		["Ac\u3164me", "it contains an invisible character"],
		["Ac\u0000me", "it contains an invisible character"],
		["Ac\ud800me", "it contains an invisible character"],
	])("refuses %j: %s", (text, problem) => {
		expect(faultCaught(() => parsePublisherName(text))).toMatchObject({
			code: "publisher-invalid",
			details: { problem },
		});
	});

	it.each([
		["Acme", "ACME"],
		["Acme", "Ａｃｍｅ"],
		["Acme Images", "acme  images"],
		["Café", "Cafe\u0301"],
		["ﬁre", "FIRE"],
	])("treats %j and %j as the same", (a, b) => {
		expect(publisherKey(a)).toBe(publisherKey(b));
	});

	it("has a key whose key is itself, for any name", () => {
		fc.assert(
			fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), (text) => {
				const key = publisherKey(text);
				expect(publisherKey(key)).toBe(key);
				expect(publisherKey(` ${text.toLowerCase()} `)).toBe(key);
			}),
		);
	});
});
