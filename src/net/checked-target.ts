import { lookup as dnsLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { type Fault, fault } from "../core/errors.ts";
import { addressRefusal } from "./address-refusal.ts";

/** The allowed targets of connections. */
export interface Reach {
	/** Also this machine and private networks; never a cloud's metadata service. */
	readonly allowPrivate?: boolean | undefined;
}

/** Checks everything in a URL that can be checked before its host is resolved. Throws `fetch-refused`. */
export function checkedTarget(text: string, reach: Reach): URL {
	if (!URL.canParse(text)) throw fault("fetch-refused", { url: text, problem: "it is not a URL" });
	const url = new URL(text);
	if (url.protocol !== "http:" && url.protocol !== "https:")
		throw refusedTarget(url, `its scheme is ${url.protocol.slice(0, -1)}`);
	if (url.username !== "" || url.password !== "") throw refusedTarget(url, "it contains a user name or password");
	const host = url.hostname.replace(/^\[|\]$/g, "");
	const refusal = isIP(host) === 0 ? undefined : addressRefusal(host, reach.allowPrivate === true);
	if (refusal !== undefined) throw refusedTarget(url, `the address ${host} is ${refusal}`);
	return url;
}

/**
 * Resolves a name for the connection itself, and throws `fetch-refused` if any of its addresses is refused: a name can
 * resolve to another address after a separate check.
 */
export function checkedLookup(url: URL, reach: Reach): LookupFunction {
	return (hostname, lookupOptions, callback) => {
		dnsLookup(hostname, { ...lookupOptions, all: true }, (error, addresses) => {
			if (error !== null) return callback(error, "", 0);
			for (const { address } of addresses) {
				const refusal = addressRefusal(address, reach.allowPrivate === true);
				if (refusal !== undefined)
					return callback(refusedTarget(url, `${hostname} is at ${address}, which is ${refusal}`), "", 0);
			}
			const [first] = addresses;
			if (lookupOptions.all === true || first === undefined) return callback(null, addresses);
			callback(null, first.address, first.family);
		});
	};
}

/** The fault of a URL that is not fetched; `problem` follows the URL. */
export function refusedTarget(url: URL, problem: string): Fault {
	return fault("fetch-refused", { url: shownTarget(url), problem });
}

/** The URL for display and storage: without credentials. */
export function shownTarget(url: URL): string {
	const copy = new URL(url);
	copy.username = "";
	copy.password = "";
	return copy.href;
}

/** The reason why a connection failed, as the end of “it can't be fetched:”. */
export function connectionProblem(error: unknown): string {
	const code = connectionCode(error);
	if (code === "ENOTFOUND") return "its host is unknown";
	if (code === "ECONNREFUSED") return "nothing listens there";
	if (code === "ECONNRESET") return "the connection was reset";
	const message = error instanceof Error ? error.message : String(error);
	return message === "" ? code : message;
}

/** The system's code of a failed connection, such as ECONNRESET; empty if it has none. */
export function connectionCode(error: unknown): string {
	return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
