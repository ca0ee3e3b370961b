import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signing } from "./signing.ts";

const hex = (text: string) => Buffer.from(text, "hex").toString("base64");

describe("signing", () => {
	// RFC 8032, section 7.1, tests 1 and 3.
	it.each([
		[
			"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
			"d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
			"",
			"e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
		],
		[
			"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
			"fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
			"af82",
			"6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
		],
	])("creates the signature of the standard's vector", (seed, publicKey, message, signature) => {
		const bytes = Buffer.from(message, "hex");
		expect(signing.sign(hex(seed), bytes)).toBe(hex(signature));
		expect(signing.verify(hex(publicKey), bytes, hex(signature))).toBe(true);
	});

	it("with a new key is verified only by that key, on only these bytes", () => {
		const [ours, other] = [signing.newKey(), signing.newKey()];
		fc.assert(
			fc.property(fc.uint8Array(), fc.uint8Array({ minLength: 1 }), (bytes, more) => {
				const signature = signing.sign(ours.secretKey, bytes);
				expect(signing.verify(ours.publicKey, bytes, signature)).toBe(true);
				expect(signing.verify(other.publicKey, bytes, signature)).toBe(false);
				expect(signing.verify(ours.publicKey, Buffer.concat([bytes, more]), signature)).toBe(false);
			}),
			{ numRuns: 20 },
		);
	});

	it("has keys of 32 bytes in base64", () => {
		const { publicKey, secretKey } = signing.newKey();
		for (const key of [publicKey, secretKey]) expect(Buffer.from(key, "base64")).toHaveLength(32);
		expect(publicKey).not.toBe(secretKey);
	});
});
