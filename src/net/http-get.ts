import { type ClientRequest, request as httpRequest, type IncomingMessage, STATUS_CODES } from "node:http";
import { request as httpsRequest } from "node:https";
import { type Duplex, pipeline, type Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { fault, isFault } from "../core/errors.ts";
import {
	checkedLookup,
	checkedTarget,
	connectionCode,
	connectionProblem,
	refusedTarget,
	shownTarget,
} from "./checked-target.ts";

export interface HttpGetOptions {
	/** The validators of an existing copy; with either, the answer can be `not-modified`. */
	readonly etag?: string | undefined;
	readonly lastModified?: string | undefined;
	/** Largest body, after decompression. 256 MiB. */
	readonly maxBytes?: number | undefined;
	/** For one attempt with its redirects and its body. 2 minutes. */
	readonly timeoutMs?: number | undefined;
	/** How long the server can send nothing. 20 seconds. */
	readonly stallMs?: number | undefined;
	/** Also fetches from this machine and private networks; never from a cloud's metadata service. */
	readonly allowPrivate?: boolean | undefined;
	/** Wait before the second try; doubled before the third. Half a second. */
	readonly retryDelayMs?: number | undefined;
	/** Follows redirects only to the same scheme, host and port. */
	readonly stayOnHost?: boolean | undefined;
	readonly signal?: AbortSignal | undefined;
}

export type HttpGetResult =
	| { readonly kind: "not-modified"; readonly url: string }
	| {
			readonly kind: "fetched";
			readonly bytes: Uint8Array;
			readonly etag?: string;
			readonly lastModified?: string;
			/** Where the bytes came from, after redirects. */
			readonly url: string;
	  };

interface Failure {
	readonly kind: "failed";
	readonly problem: string;
	readonly status?: number;
	readonly retry: boolean;
	/** The wait that the server requested. */
	readonly waitMs?: number;
	readonly cause?: unknown;
}

const decoders: ReadonlyMap<string, () => Duplex> = new Map([
	["gzip", createGunzip],
	["x-gzip", createGunzip],
	["deflate", createInflate],
	["br", createBrotliDecompress],
]);
const TRIES = 3;
const MAX_REDIRECTS = 5;
const MAX_WAIT_MS = 10_000;
const RETRIED_CODES = new Set([
	"ECONNRESET",
	"ECONNREFUSED",
	"ECONNABORTED",
	"ETIMEDOUT",
	"EPIPE",
	"EAI_AGAIN",
	"ENETUNREACH",
	"EHOSTUNREACH",
]);

/**
 * Fetches a published file over http or https. Tries three times if the server is busy, broken or unreachable. Faults:
 * `fetch-refused` (scheme, credentials in the URL, an address that is not public, a redirect to one or from https to
 * http), `upstream-file-too-large`, `fetch-failed` for the rest. Uses node:http because fetch can't check the address
 * of the connection: a name can resolve to another address after a separate check.
 */
export async function httpGet(url: string, options: HttpGetOptions = {}): Promise<HttpGetResult> {
	const target = checkedTarget(url, options);
	for (let attempt = 1; ; attempt++) {
		const outcome = await tryOnce(target, options);
		if (outcome.kind !== "failed") return outcome;
		const { problem, status, cause } = outcome;
		const waitMs = outcome.waitMs ?? (options.retryDelayMs ?? 500) * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
		if (!outcome.retry || attempt === TRIES || waitMs > MAX_WAIT_MS || options.signal?.aborted) {
			throw fault(
				"fetch-failed",
				{ url: shownTarget(target), problem, tries: attempt, ...(status === undefined ? {} : { status }) },
				cause,
			);
		}
		// An abort ends the wait; the next attempt then reports it.
		await sleep(waitMs, undefined, options.signal === undefined ? {} : { signal: options.signal }).catch(
			() => undefined,
		);
	}
}

async function tryOnce(target: URL, options: HttpGetOptions): Promise<HttpGetResult | Failure> {
	const timeoutMs = options.timeoutMs ?? 120_000;
	const deadline = AbortSignal.timeout(timeoutMs);
	const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
	try {
		return await follow(target, options, signal);
	} catch (error) {
		if (isFault(error)) throw error;
		if (options.signal?.aborted)
			return { kind: "failed", problem: "it was cancelled", retry: false, cause: options.signal.reason };
		if (deadline.aborted)
			return { kind: "failed", problem: `it took longer than ${seconds(timeoutMs)}`, retry: true, cause: error };
		return {
			kind: "failed",
			problem: connectionProblem(error),
			retry: RETRIED_CODES.has(connectionCode(error)),
			cause: error,
		};
	}
}

async function follow(target: URL, options: HttpGetOptions, signal: AbortSignal): Promise<HttpGetResult | Failure> {
	let url = target;
	for (let redirects = 0; ; redirects++) {
		const response = await open(url, options, signal);
		const location = isRedirect(response) ? response.headers.location : undefined;
		if (location === undefined) return await receive(url, response, options);
		response.destroy();
		if (redirects === MAX_REDIRECTS)
			return { kind: "failed", problem: `it was redirected more than ${MAX_REDIRECTS} times`, retry: false };
		const next = URL.canParse(location, url.href) ? new URL(location, url).href : location;
		const from = url;
		url = checkedTarget(next, options);
		if (options.stayOnHost && url.origin !== target.origin)
			throw refusedTarget(target, `it redirects to another host, ${url.host}`);
		if (from.protocol === "https:" && url.protocol === "http:")
			throw refusedTarget(url, `${from.host} redirects from https to http`);
	}
}

function open(url: URL, options: HttpGetOptions, signal: AbortSignal): Promise<IncomingMessage> {
	const request = url.protocol === "https:" ? httpsRequest : httpRequest;
	const stallMs = options.stallMs ?? 20_000;
	return new Promise((resolve, reject) => {
		const sent: ClientRequest = request(url, {
			// A pooled connection was checked with the options of another call.
			agent: false,
			headers: requestHeaders(options),
			lookup: checkedLookup(url, options),
			signal,
			timeout: stallMs,
		});
		sent.on("timeout", () => sent.destroy(stalled(stallMs)));
		sent.on("error", reject);
		sent.on("response", resolve);
		sent.end();
	});
}

function requestHeaders(options: HttpGetOptions): Record<string, string> {
	return {
		accept: "*/*",
		"accept-encoding": "gzip, br, deflate",
		"user-agent": "multicloud-images",
		...(options.etag === undefined ? {} : { "if-none-match": options.etag }),
		...(options.lastModified === undefined ? {} : { "if-modified-since": options.lastModified }),
	};
}

async function receive(url: URL, response: IncomingMessage, options: HttpGetOptions): Promise<HttpGetResult | Failure> {
	const status = response.statusCode ?? 0;
	const conditional = options.etag !== undefined || options.lastModified !== undefined;
	if (status === 304 && conditional) {
		response.resume();
		return { kind: "not-modified", url: url.href };
	}
	if (status !== 200) {
		response.destroy();
		const waitMs = retryAfterMs(response);
		const problem = `the server answered ${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
		return {
			kind: "failed",
			problem,
			status,
			retry: status === 429 || status >= 500,
			...(waitMs === undefined ? {} : { waitMs }),
		};
	}
	const { etag, "last-modified": lastModified } = response.headers;
	const bytes = await readBody(url, response, options.maxBytes ?? 256 * 1024 * 1024);
	return {
		kind: "fetched",
		bytes,
		url: url.href,
		...(etag === undefined ? {} : { etag }),
		...(lastModified === undefined ? {} : { lastModified }),
	};
}

async function readBody(url: URL, response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
	try {
		if (Number(response.headers["content-length"]) > maxBytes) throw tooLarge(url, maxBytes);
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of decoded(url, response) as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size > maxBytes) throw tooLarge(url, maxBytes);
			chunks.push(chunk);
		}
		return Buffer.concat(chunks);
	} finally {
		response.destroy();
	}
}

function decoded(url: URL, response: IncomingMessage): Readable {
	const encoding = (response.headers["content-encoding"] ?? "identity").trim().toLowerCase();
	const decoder = decoders.get(encoding);
	// An error of either end reaches the reader through the returned stream.
	if (decoder !== undefined) return pipeline(response, decoder(), () => undefined);
	if (encoding === "identity" || encoding === "") return response;
	throw fault("fetch-failed", {
		url: shownTarget(url),
		problem: `the server used content encoding ${encoding}, which was not requested`,
	});
}

function isRedirect(response: IncomingMessage): boolean {
	return [301, 302, 303, 307, 308].includes(response.statusCode ?? 0);
}

/** Retry-After as seconds or as a date; a date counts from the server's own clock. (RFC 9110, 10.2.3.) */
function retryAfterMs(response: IncomingMessage): number | undefined {
	const value = response.headers["retry-after"];
	if (value === undefined) return undefined;
	if (/^\d+$/.test(value)) return Number(value) * 1000;
	const wait = Date.parse(value) - Date.parse(response.headers.date ?? "");
	return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

function tooLarge(url: URL, limit: number) {
	return fault("upstream-file-too-large", { file: shownTarget(url), limit });
}

function stalled(stallMs: number): Error {
	return Object.assign(new Error(`no data arrived for ${seconds(stallMs)}`), { code: "ETIMEDOUT" });
}

function seconds(ms: number): string {
	return `${ms / 1000} s`;
}
