import { createHash, createHmac, randomBytes, randomUUID } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fault } from "../core/errors.ts";
import { prepareRegistry } from "../registry/accounts/prepare-registry.ts";
import type { Lists, Needs } from "../registry/needs.ts";
import { registryTime } from "../registry/registry-time.ts";
import { openStore } from "../storage/open-store.ts";
import type { StoredAccount } from "../storage/store.ts";
import { adminPasswordFile, adminTokenFile, type Config, databaseFile, secretKeyFile } from "./config.ts";
import { feedFiles } from "./feed-files.ts";
import { openIdWith } from "./openid.ts";
import { outbound } from "./outbound.ts";
import { passwordsWith } from "./passwords.ts";
import { secretsWith } from "./secrets.ts";
import { signing } from "./signing.ts";

/** An assembled registry: the dependencies of use cases, and its default account. */
export interface Registry {
	readonly needs: Needs;
	readonly account: StoredAccount;
	/** The admin token's secret, only when this start made it. */
	readonly adminSecret: string | null;
	/** The password of the user `admin`, likewise. */
	readonly adminPassword: string | null;
	close(): Promise<void>;
}

/**
 * Opens the store, initializes it at the first start, and builds the dependencies of use cases. Throws
 * `database-unavailable`.
 */
export async function assembleRegistry(
	config: Pick<Config, "data" | "databaseUrl" | "allowPrivateUpstreams"> &
		Partial<Pick<Config, "allowPrivateWebhooks">>,
): Promise<Registry> {
	makeFolder(config.data);
	if (config.databaseUrl === null) makeOwnersFile(databaseFile(config.data));
	const store = await openStore(
		config.databaseUrl === null ? { file: databaseFile(config.data) } : { url: config.databaseUrl },
	);
	const now = registryTime(store);
	const needs: Needs = {
		store,
		now,
		newLineage: () => randomUUID(),
		sha256: (text) => createHash("sha256").update(text).digest("hex"),
		newSecret: () => randomBytes(32).toString("base64url"),
		lists: lists(config.allowPrivateUpstreams),
		signing,
		feeds: feedFiles(config.allowPrivateUpstreams),
		hmacSha256: (key, text) => createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64"),
		outbound: outbound({ allowPrivate: config.allowPrivateWebhooks === true }),
		secrets: secretsWith({
			file: secretKeyFile(config.data),
			current: process.env["MCI_SECRET_KEY"] || undefined,
			previous: process.env["MCI_SECRET_KEY_PREVIOUS"],
		}),
		passwords: passwordsWith(),
		openId: openIdWith({ allowPrivate: config.allowPrivateUpstreams, now }),
	};
	const { account, adminSecret, adminPassword } = await prepareRegistry(needs);
	if (adminSecret !== null) keepSecret(adminTokenFile(config.data), adminSecret);
	if (adminPassword !== null) keepSecret(adminPasswordFile(config.data), adminPassword);
	return { needs, account, adminSecret, adminPassword, close: () => store.close() };
}

/** Parsers and the HTTP client are loaded when a list is first read: most starts need neither. */
function lists(allowPrivate: boolean): Lists {
	return {
		formats: async () => (await import("../upstreams/sources.gen.ts")).sources,
		read: async (files, reading) => (await import("./read-lists.ts")).readLists(files, reading),
		fetch: async (url, known) => {
			const { httpGet } = await import("../net/http-get.ts");
			const result = await httpGet(url, {
				etag: known.etag ?? undefined,
				lastModified: known.lastModified ?? undefined,
				allowPrivate,
			});
			if (result.kind === "not-modified") return result;
			return {
				kind: "fetched",
				bytes: result.bytes,
				etag: result.etag ?? null,
				lastModified: result.lastModified ?? null,
			};
		},
	};
}

/** Creates the data directory if it is missing, accessible by its owner only. Throws `database-unavailable`. */
function makeFolder(path: string): void {
	if (existsSync(path)) return;
	try {
		// Node's recursive mkdir never ends in a folder that takes no children, such as /proc: it is for missing parents
		// only.
		mkdirSync(path, { recursive: !existsSync(dirname(path)), mode: 0o700 });
	} catch (error) {
		if (!existsSync(path))
			throw fault("database-unavailable", { problem: error instanceof Error ? error.message : String(error) }, error);
	}
}

/**
 * Creates the file if it is missing, accessible by its owner only; SQLite gives its companion files the same
 * permissions.
 */
function makeOwnersFile(path: string): void {
	if (existsSync(path)) return;
	try {
		writeFileSync(path, "", { mode: 0o600, flag: "wx" });
	} catch (error) {
		// Another process was faster.
		if (!existsSync(path))
			throw fault("database-unavailable", { problem: error instanceof Error ? error.message : String(error) }, error);
	}
}

function keepSecret(path: string, secret: string): void {
	writeFileSync(path, `${secret}\n`, { mode: 0o600 });
	chmodSync(path, 0o600);
}
