import { join } from "node:path";

/** The configuration of a registry's storage and server. */
export interface Config {
	readonly data: string;
	/** `postgres://…`; null = the embedded database under `data`. */
	readonly databaseUrl: string | null;
	readonly host: string;
	readonly port: number;
	/** Reads need no token. */
	readonly publicRead: boolean;
	/** Upstreams may be fetched from private addresses. */
	readonly allowPrivateUpstreams: boolean;
	/** Webhooks may be sent to private addresses. */
	readonly allowPrivateWebhooks: boolean;
	readonly logLevel: string;
}

/** The embedded database's file. */
export function databaseFile(data: string): string {
	return join(data, "registry.db");
}

/** The file that holds the admin token, readable by its owner only. */
export function adminTokenFile(data: string): string {
	return join(data, "admin-token");
}

/** The file that holds the first password of the user `admin`, readable by its owner only. */
export function adminPasswordFile(data: string): string {
	return join(data, "admin-password");
}

/** The key of the secrets at rest, readable by its owner only, unless MCI_SECRET_KEY gives it. */
export function secretKeyFile(data: string): string {
	return join(data, "secret-key");
}

/** True for an address that only this machine reaches. */
export function isLoopback(host: string): boolean {
	return host === "localhost" || host === "::1" || /^127\./.test(host);
}
