import {
	createHash,
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject,
	sign,
	verify,
} from "node:crypto";
import type { SignatureCheck } from "../core/bundle/index.ts";
import type { Signing } from "../registry/signing.ts";

/**
 * Ed25519 (RFC 8032) by Node's crypto, in three text forms: a public key is base64 of its 32 raw bytes, a secret key
 * base64 of its 32-byte seed, a signature base64 of its 64 bytes. Signatures are deterministic: the same key makes the
 * same one of the same bytes.
 */
export const signing: Signing = {
	newKey: () => {
		const { publicKey, privateKey } = generateKeyPairSync("ed25519");
		return { publicKey: rawText(publicKey, "x"), secretKey: rawText(privateKey, "d") };
	},
	sign: (secretKey, bytes) => sign(null, bytes, secretKeyOf(secretKey)).toString("base64"),
	verify: (publicKey, bytes, signature) =>
		verify(null, bytes, publicKeyOf(publicKey), Buffer.from(signature, "base64")),
};

/** The same for those who only check. */
export const signatureCheck: SignatureCheck = {
	sha256Hex: (data) => createHash("sha256").update(data).digest("hex"),
	verify: signing.verify,
};

/** The raw bytes of a key, which its JWK has in base64url (RFC 8037). */
function rawText(key: KeyObject, member: "x" | "d"): string {
	const raw = key.export({ format: "jwk" })[member];
	if (typeof raw !== "string") throw new TypeError("not an Ed25519 key");
	return Buffer.from(raw, "base64url").toString("base64");
}

function publicKeyOf(text: string): KeyObject {
	return createPublicKey({
		format: "jwk",
		key: { kty: "OKP", crv: "Ed25519", x: Buffer.from(text, "base64").toString("base64url") },
	});
}

/** PKCS #8 of an Ed25519 seed (RFC 8410): this prefix and the 32 bytes. A JWK would also need the public key. */
const pkcs8Prefix = Buffer.from("302e020100300506032b657004220420", "hex");

function secretKeyOf(text: string): KeyObject {
	const seed = Buffer.from(text, "base64");
	if (seed.length !== 32) throw new TypeError("not the seed of an Ed25519 key");
	return createPrivateKey({ format: "der", type: "pkcs8", key: Buffer.concat([pkcs8Prefix, seed]) });
}
