import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { utf8Bytes } from "./utf8.ts";
import { utf8Text } from "./utf8-text.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

describe("reading UTF-8", () => {
	it("returns any text unchanged", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 50 }), (text) => {
				expect(utf8Text(utf8Bytes(text))).toBe(text);
			}),
		);
	});

	it("returns long texts unchanged", () => {
		const text = `${"a".repeat(9000)}ä${"b".repeat(4096)}𐍈`;
		expect(utf8Text(utf8Bytes(text))).toBe(text);
	});

	it("accepts and refuses the same bytes as a strict decoder", () => {
		const byte = fc.oneof(
			fc.nat(255),
			fc.constantFrom(0x7f, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xed, 0xa0, 0xef, 0xbb, 0xf0, 0x90, 0xf4, 0xf5),
		);
		fc.assert(
			fc.property(fc.array(byte, { maxLength: 6 }), (list) => {
				const bytes = Uint8Array.from(list);
				expect(utf8Text(bytes)).toBe(decoded(bytes));
			}),
			{ numRuns: 3000 },
		);
	});
});

function decoded(bytes: Uint8Array): string | undefined {
	try {
		return strict.decode(bytes);
	} catch {
		return undefined;
	}
}
