import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { invitationCode, readInvitationCode } from "./invitation-code.ts";

const hex = fc
	.array(fc.constantFrom(..."0123456789abcdef"), { minLength: 40, maxLength: 40 })
	.map((digits) => digits.join(""));

describe("an invitation code", () => {
	it.each([
		["0".repeat(40), "0000-0000-0000-0000-0000-0000-0000-0000"],
		["f".repeat(40), "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ"],
		["00443214c74254b635cf84653a56d7c675be77df", "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"],
	])("of %s is %s", (bits, code) => {
		expect(invitationCode(bits)).toBe(code);
	});

	it("is read as people type it", () => {
		fc.assert(
			fc.property(hex, fc.constantFrom("", " ", "-", " - "), (bits, between) => {
				const code = invitationCode(bits);
				const typed = ` ${code.toLowerCase().replaceAll("-", between).replaceAll("0", "o").replaceAll("1", "l")} `;
				expect(readInvitationCode(typed)).toBe(code);
			}),
		);
	});

	it("keeps all the bits it was created from", () => {
		fc.assert(
			fc.property(hex, hex, (a, b) => {
				expect(invitationCode(a) === invitationCode(b)).toBe(a === b);
			}),
		);
	});

	it.each(["", "7ZQK", "U".repeat(32), "0".repeat(31), "0".repeat(33), "é".repeat(32), "0".repeat(500)])(
		"is not %j",
		(typed) => {
			expect(readInvitationCode(typed)).toBeUndefined();
		},
	);
});
