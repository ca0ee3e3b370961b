import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import type { LookupFunction } from "node:net";
import { isFault } from "../core/errors.ts";
import { checkedLookup, checkedTarget, connectionProblem, type Reach, refusedTarget } from "./checked-target.ts";

export interface HttpPostOptions extends Reach {
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	/** For the whole exchange. 10 seconds. */
	readonly timeoutMs?: number | undefined;
	/** How much of the answer is kept; the rest is not read. 1 KiB. */
	readonly answerBytes?: number | undefined;
	readonly signal?: AbortSignal | undefined;
}

/**
 * The result of a POST. It never contains the path, which can be a secret, or the address of a name, which is private
 * to the network.
 */
export type HttpPostOutcome =
	| {
			readonly kind: "answered";
			readonly status: number;
			readonly answer: string;
			readonly retryAfterMs: number | null;
	  }
	/** Nothing was sent: `problem` is a clause about the address. */
	| { readonly kind: "refused"; readonly problem: string }
	/** There was no complete answer: `problem` is a clause. */
	| { readonly kind: "failed"; readonly problem: string }
	/** The caller's signal ended it. */
	| { readonly kind: "called-off" };

/**
 * Sends a body once to an address that another person chose: refuses this machine, private networks and metadata
 * services for every address of the name, follows no redirect, uses no proxy, and reads only the beginning of the
 * answer. Never rejects.
 */
export async function httpPost(url: string, options: HttpPostOptions): Promise<HttpPostOutcome> {
	const { timeoutMs = 10_000, answerBytes = 1024 } = options;
	const deadline = AbortSignal.timeout(timeoutMs);
	const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal]);
	try {
		const response = await send(checkedTarget(url, options), options, signal);
		const answer = await beginningOf(response, answerBytes);
		return { kind: "answered", status: response.statusCode ?? 0, answer, retryAfterMs: retryAfterMs(response) };
	} catch (error) {
		if (isFault(error)) return { kind: "refused", problem: String(error.details.problem ?? "") };
		if (options.signal?.aborted) return { kind: "called-off" };
		if (deadline.aborted) return { kind: "failed", problem: `it took longer than ${timeoutMs / 1000} s` };
		return { kind: "failed", problem: connectionProblem(error) };
	}
}

function send(url: URL, options: HttpPostOptions, signal: AbortSignal): Promise<IncomingMessage> {
	const open = url.protocol === "https:" ? httpsRequest : httpRequest;
	const body = Buffer.from(options.body);
	const headers = {
		"user-agent": "multicloud-images",
		...options.headers,
		"content-length": body.length,
		"accept-encoding": "identity",
	};
	return new Promise((resolve, reject) => {
		// A pooled connection was checked with the options of another call.
		const sent = open(url, { method: "POST", agent: false, headers, lookup: discreetLookup(url, options), signal });
		sent.on("error", reject);
		sent.on("response", resolve);
		sent.end(body);
	});
}

/** Refuses like `checkedLookup`, but does not report the resolved address. */
function discreetLookup(url: URL, reach: Reach): LookupFunction {
	const lookup = checkedLookup(url, reach);
	return (hostname, options, done) =>
		lookup(hostname, options, (error, ...found) => {
			const refused = isFault(error)
				? refusedTarget(url, `${hostname} leads to an address that is private, local or reserved`)
				: error;
			done(refused, ...found);
		});
}

/** The beginning of the body. The status is the answer, even if the body breaks off or never ends. */
async function beginningOf(response: IncomingMessage, limit: number): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	try {
		for await (const chunk of response as AsyncIterable<Buffer>) {
			chunks.push(chunk);
			size += chunk.length;
			if (size >= limit) break;
		}
	} catch {
		// What arrived until then is reported.
	} finally {
		response.destroy();
	}
	return Buffer.concat(chunks).subarray(0, limit).toString("utf8");
}

/** Retry-After as seconds or as a date; a date counts from the server's own clock. (RFC 9110, 10.2.3.) */
function retryAfterMs({ headers }: IncomingMessage): number | null {
	const value = headers["retry-after"];
	if (value === undefined) return null;
	if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
	const wait = Date.parse(value) - Date.parse(headers.date ?? "");
	return Number.isNaN(wait) ? null : Math.max(0, wait);
}
