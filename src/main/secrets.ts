import { createCipheriv, createDecipheriv, createHash, randomBytes, randomUUID } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { fault } from "../core/errors.ts";
import type { Secrets } from "../registry/needs.ts";

/** Where the keys of the secrets at rest come from. */
export interface SecretKeySource {
	/** `secret-key` in the data directory; made by the first `seal` when no variable gives the key. */
	readonly file: string;
	/** `MCI_SECRET_KEY`: 32 bytes in base64. */
	readonly current: string | undefined;
	/** `MCI_SECRET_KEY_PREVIOUS`: keys that are only opened with, separated by commas. */
	readonly previous: string | undefined;
}

interface Key {
	/** The first part of its digest: tells keys apart and gives nothing away. */
	readonly id: string;
	readonly bytes: Buffer;
}

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const version = "mci1";

/**
 * Seals with AES-256-GCM (NIST SP 800-38D), a random nonce of 96 bits each time; `mci1.<key id>.<nonce, cipher text and
 * tag>`. The key is outside the database, so that a stolen database or backup holds no secret. It is looked for when
 * the first secret is sealed or opened: whatever needs none works without a key.
 */
export function secretsWith(source: SecretKeySource): Secrets {
	let current: Key | undefined;
	let all: readonly Key[] | undefined;
	return {
		seal: (text, context) => {
			current ??= currentKey(source);
			const nonce = randomBytes(nonceBytes);
			const cipher = createCipheriv("aes-256-gcm", current.bytes, nonce, { authTagLength: tagBytes });
			cipher.setAAD(boundTo(current.id, context));
			const parts = [nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()];
			return `${version}.${current.id}.${Buffer.concat(parts).toString("base64url")}`;
		},
		open: (sealed, context) => {
			const [form, id, data, ...rest] = sealed.split(".");
			if (form !== version || id === undefined || data === undefined || rest.length > 0)
				throw unreadable(context, "it is not in the format of an encrypted secret");
			all ??= allKeys(source);
			const key = all.find((one) => one.id === id);
			if (!key)
				throw unreadable(
					context,
					`it was encrypted with key ${id}, and this server has ${all.map((one) => one.id).join(", ")}`,
				);
			return decipher(key, Buffer.from(data, "base64url"), context);
		},
	};
}

function decipher(key: Key, data: Buffer, context: string): string {
	if (data.length < nonceBytes + tagBytes) throw unreadable(context, "it is truncated");
	try {
		const decipher = createDecipheriv("aes-256-gcm", key.bytes, data.subarray(0, nonceBytes), {
			authTagLength: tagBytes,
		});
		decipher.setAAD(boundTo(key.id, context));
		decipher.setAuthTag(data.subarray(data.length - tagBytes));
		return (
			decipher.update(data.subarray(nonceBytes, data.length - tagBytes), undefined, "utf8") + decipher.final("utf8")
		);
	} catch (error) {
		throw unreadable(context, "it was changed, or encrypted for something else", error);
	}
}

/** The context that a sealed text is bound to. */
function boundTo(keyId: string, context: string): Buffer {
	return Buffer.from(`${version}.${keyId}.${context}`, "utf8");
}

function unreadable(context: string, problem: string, cause?: unknown) {
	return fault("secret-unreadable", { context, problem }, cause);
}

/** The key to seal with. */
function currentKey(source: SecretKeySource): Key {
	if (source.current !== undefined) return parseKey(source.current, "MCI_SECRET_KEY");
	return readKeyFile(source.file) ?? makeKeyFile(source.file);
}

/**
 * All keys for opening. The file counts even if the variable is set: a command line without the variable may have
 * sealed with it.
 */
function allKeys(source: SecretKeySource): readonly Key[] {
	const previous = (source.previous ?? "").split(",").filter((text) => text.trim() !== "");
	const kept = readKeyFile(source.file);
	const keys = [
		...(source.current === undefined ? [] : [parseKey(source.current, "MCI_SECRET_KEY")]),
		...(kept ? [kept] : []),
		...previous.map((text) => parseKey(text, "MCI_SECRET_KEY_PREVIOUS")),
	];
	if (keys.length === 0)
		throw fault("secret-key-missing", {
			problem: "the data directory has no file secret-key, and MCI_SECRET_KEY is not set",
		});
	return keys;
}

function parseKey(text: string, where: string): Key {
	const trimmed = text.trim();
	const bytes = /^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed) ? Buffer.from(trimmed, "base64") : Buffer.alloc(0);
	if (bytes.length !== keyBytes)
		throw fault("secret-key-missing", { problem: `${where} does not hold 32 bytes in base64` });
	return { id: createHash("sha256").update("mci secret key\n").update(bytes).digest("hex").slice(0, 8), bytes };
}

function readKeyFile(file: string): Key | undefined {
	let text: string;
	try {
		text = readFileSync(file, "utf8");
	} catch (error) {
		if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
		throw fault("secret-key-missing", { problem: "the file secret-key of the data directory can't be read" }, error);
	}
	return parseKey(text, "the file secret-key of the data directory");
}

/** Creates the file atomically: of two processes that start together, both use the first one's key. */
function makeKeyFile(file: string): Key {
	const draft = `${file}.${randomUUID()}`;
	try {
		writeDurably(draft, `${randomBytes(keyBytes).toString("base64")}\n`);
		linkSync(draft, file);
		syncFolder(dirname(file));
	} catch (error) {
		const isThere = error instanceof Error && "code" in error && error.code === "EEXIST";
		if (!isThere)
			throw fault(
				"secret-key-missing",
				{ problem: "the file secret-key can't be created in the data directory" },
				error,
			);
	} finally {
		rmSync(draft, { force: true });
	}
	const made = readKeyFile(file);
	if (!made) throw fault("secret-key-missing", { problem: "the file secret-key disappeared from the data directory" });
	return made;
}

function writeDurably(file: string, text: string): void {
	const handle = openSync(file, "wx", 0o600);
	try {
		writeSync(handle, text);
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** Syncs the folder, so that the file's name survives a crash; Windows has no such call and needs none. */
function syncFolder(folder: string): void {
	if (process.platform === "win32") return;
	const handle = openSync(folder, "r");
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}
