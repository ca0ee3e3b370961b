import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64, base64Bytes } from "./base64.ts";
import { utf8Bytes, utf8Length } from "./utf8.ts";

describe("UTF-8 and base64", () => {
	it("equal Node's for any text, including unpaired surrogates", () => {
		fc.assert(
			fc.property(
				fc.string({
					unit: fc.oneof(
						fc.constantFrom("\ud800", "\udfff", "ä", "€", "𐍈", "\u0000", "\uffff"),
						fc.string({ maxLength: 2 }),
					),
				}),
				(text) => {
					expect(Buffer.from(utf8Bytes(text))).toEqual(Buffer.from(text, "utf8"));
					expect(utf8Length(text)).toBe(Buffer.byteLength(text));
					expect(base64(utf8Bytes(text))).toBe(Buffer.from(text, "utf8").toString("base64"));
				},
			),
		);
	});

	it("equal Node's for any bytes", () => {
		fc.assert(
			fc.property(fc.uint8Array(), (bytes) => {
				expect(base64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
				expect(base64Bytes(base64(bytes))).toEqual(bytes);
			}),
		);
	});

	it.each(["AA", "AA=", "A===", "AAA", "AB==", "AAB=", "AA==\n", " AA==", "AA-_", "AA==AA=="])(
		"refuse %j, which is not canonical base64",
		(text) => {
			expect(base64Bytes(text)).toBeUndefined();
		},
	);
});
