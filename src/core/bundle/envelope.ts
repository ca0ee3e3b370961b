import { base64, base64Bytes } from "../../base/base64.ts";
import { utf8Bytes } from "../../base/utf8.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import { fault } from "../errors.ts";
import { digestAt, foreignFault, listAt, memberPlace, membersAt, textAt } from "./foreign-value.ts";

/** SHA-256 in hex of bytes, or of a text's UTF-8. Passed in, because the core also runs without Node. */
export type Sha256Hex = (data: string | Uint8Array) => string;

/** An Ed25519 key that signs. */
export interface SigningKey {
	/** Base64 of its 32 raw bytes (RFC 8032). */
	readonly publicKey: string;
	/** Base64 of the 64 bytes of the signature. */
	sign(bytes: Uint8Array): string;
}

/** The operations needed to verify a signature. */
export interface SignatureCheck {
	readonly sha256Hex: Sha256Hex;
	/** True when `signature` is what the owner of the key made of the bytes; both texts as in `SigningKey`. */
	verify(publicKey: string, bytes: Uint8Array, signature: string): boolean;
}

/**
 * A DSSE envelope (https://github.com/secure-systems-lab/dsse, version 1.0.2) with one signature, and the public
 * key of that signature. A key is identified by its fingerprint, so the file brings the key and the reader decides
 * which fingerprint to trust.
 */
export interface SignedParts {
	readonly envelope: {
		readonly payloadType: string;
		/** Base64 of the payload. */
		readonly payload: string;
		readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
	};
	readonly publicKey: string;
}

/** A signed payload that is not verified yet. */
export interface SealedPayload {
	readonly parts: SignedParts;
	readonly bytes: Uint8Array;
	/** Of the public key that the file brings. */
	readonly fingerprint: string;
	readonly signature: string;
}

/** `sha256:` and the hex SHA-256 of a public key's raw bytes. Throws `bundle-invalid` if the text is not a key. */
export function keyFingerprint(publicKey: string, sha256Hex: Sha256Hex): string {
	const bytes = base64Bytes(publicKey);
	if (bytes?.length !== 32) throw foreignFault("publicKey", "is not an Ed25519 key of 32 bytes in base64");
	return `sha256:${sha256Hex(bytes)}`;
}

/** Parses a fingerprint: with or without `sha256:`, in any case. Throws `publisher-key-invalid`. */
export function parseFingerprint(text: string): string {
	const hex = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text.trim())?.[1];
	if (hex === undefined) throw fault("publisher-key-invalid", { key: text.slice(0, 100) });
	return `sha256:${hex.toLowerCase()}`;
}

/** The bytes to sign: DSSE's pre-authentication encoding, which keeps type and payload apart. */
export function preAuthentication(payloadType: string, payload: Uint8Array): Uint8Array {
	const type = utf8Bytes(payloadType);
	const head = utf8Bytes(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `);
	const bytes = new Uint8Array(head.length + payload.length);
	bytes.set(head);
	bytes.set(payload, head.length);
	return bytes;
}

/** Signs a text as the payload of a type. */
export function signPayload(
	payloadType: string,
	text: string,
	{ key, sha256Hex }: { key: SigningKey; sha256Hex: Sha256Hex },
): SignedParts {
	const payload = utf8Bytes(text);
	const sig = key.sign(preAuthentication(payloadType, payload));
	const keyid = keyFingerprint(key.publicKey, sha256Hex);
	return {
		envelope: { payloadType, payload: base64(payload), signatures: [{ keyid, sig }] },
		publicKey: key.publicKey,
	};
}

/**
 * Reads the members `envelope` and `publicKey` of a file. Exactly one signature is read, and it is by the key that the
 * file brings. `limit` = the payload's bytes at most. Throws `bundle-invalid`.
 */
export function readSigned(
	members: Readonly<Record<"envelope" | "publicKey", unknown>>,
	{ payloadType, limit, sha256Hex }: { payloadType: string; limit: number; sha256Hex: Sha256Hex },
): SealedPayload {
	const publicKey = textAt("publicKey", members.publicKey, 44);
	const fingerprint = keyFingerprint(publicKey, sha256Hex);
	const envelope = membersAt("envelope", members.envelope, ["payloadType", "payload", "signatures"]);
	if (envelope.payloadType !== payloadType) throw foreignFault("envelope.payloadType", `is not ${payloadType}`);
	const payload = textAt("envelope.payload", envelope.payload, Math.ceil(limit / 3) * 4);
	const bytes = base64Bytes(payload);
	if (bytes === undefined) throw foreignFault("envelope.payload", "is not base64");
	const signatures = listAt("envelope.signatures", envelope.signatures, { limit: 1, read: readSignature });
	const [signature] = signatures;
	if (signature === undefined) throw foreignFault("envelope.signatures", "is empty");
	if (signature.keyid !== fingerprint)
		throw foreignFault("envelope.signatures[0].keyid", "is not the fingerprint of publicKey");
	return {
		parts: { envelope: { payloadType, payload, signatures }, publicKey },
		bytes,
		fingerprint,
		signature: signature.sig,
	};
}

/**
 * Verifies the signature with the trusted key and returns the payload's text. Throws `bundle-key-unknown` if the
 * file is signed with a key other than that of the `trusted` fingerprint, and `bundle-tampered` if the signature
 * does not match the payload.
 */
export function openSigned(sealed: SealedPayload, trusted: string, { verify }: Pick<SignatureCheck, "verify">): string {
	const { parts, bytes, fingerprint, signature } = sealed;
	if (fingerprint !== trusted) throw fault("bundle-key-unknown", { key: fingerprint, trusted });
	if (!verify(parts.publicKey, preAuthentication(parts.envelope.payloadType, bytes), signature)) {
		throw fault("bundle-tampered", { key: fingerprint, problem: "the signature does not match the content" });
	}
	const text = utf8Text(bytes);
	if (text === undefined) throw foreignFault("envelope.payload", "is not UTF-8");
	return text;
}

function readSignature(place: string, value: unknown): { keyid: string; sig: string } {
	const { keyid, sig } = membersAt(place, value, ["keyid", "sig"]);
	const text = textAt(memberPlace(place, "sig"), sig, 88);
	// Strict base64: a signature that could be written in other ways would make the same file in other bytes.
	if (base64Bytes(text)?.length !== 64) throw foreignFault(memberPlace(place, "sig"), "is not 64 bytes in base64");
	return { keyid: digestAt(memberPlace(place, "keyid"), keyid), sig: text };
}
