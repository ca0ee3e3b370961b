import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { fault, isFault } from "../core/errors.ts";
import {
	checkedLookup,
	checkedTarget,
	connectionProblem,
	type Reach,
	refusedTarget,
	shownTarget,
} from "./checked-target.ts";

/** The supported part of the Fetch API's request. */
export interface GuardedRequest {
	/** GET when absent. */
	readonly method?: string | undefined;
	readonly headers?: Headers | Readonly<Record<string, string>> | undefined;
	readonly body?: string | Uint8Array | URLSearchParams | null | undefined;
	readonly signal?: AbortSignal | null | undefined;
}

export interface GuardedFetchOptions extends Reach {
	/** Largest body of an answer. 1 MiB. */
	readonly maxBytes?: number | undefined;
	/** For the whole exchange, including its body. 10 seconds. */
	readonly timeoutMs?: number | undefined;
}

/**
 * A `fetch` for addresses that others chose: checks the address of the connection, follows no redirect (a 3xx is the
 * answer), tries once, and stops at the limits. http is allowed only together with private addresses. Faults:
 * `fetch-refused`, `upstream-file-too-large`, `fetch-failed`.
 */
export function guardedFetch(
	options: GuardedFetchOptions,
): (url: string, request?: GuardedRequest) => Promise<Response> {
	const { maxBytes = 1024 * 1024, timeoutMs = 10_000 } = options;
	return async (text, request = {}) => {
		const url = checkedTarget(text, options);
		if (url.protocol === "http:" && options.allowPrivate !== true)
			throw refusedTarget(url, "its scheme is http, so the answer could be changed on the way");
		const deadline = AbortSignal.timeout(timeoutMs);
		const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
		try {
			const answer = await send(url, request, { reach: options, signal });
			const body = await readBody(url, answer, maxBytes);
			return responseOf(answer, body);
		} catch (error) {
			if (isFault(error)) throw error;
			const problem = deadline.aborted ? `it took longer than ${timeoutMs / 1000} s` : connectionProblem(error);
			throw fault("fetch-failed", { url: shownTarget(url), problem }, error);
		}
	};
}

function send(
	url: URL,
	request: GuardedRequest,
	{ reach, signal }: { reach: Reach; signal: AbortSignal },
): Promise<IncomingMessage> {
	const open = url.protocol === "https:" ? httpsRequest : httpRequest;
	const body = request.body instanceof URLSearchParams ? request.body.toString() : request.body;
	// Compressed answers would need two limits; the answers fetched here are small.
	const headers = {
		"user-agent": "multicloud-images",
		...Object.fromEntries(new Headers(request.headers)),
		"accept-encoding": "identity",
	};
	return new Promise((resolve, reject) => {
		// A pooled connection was checked with the options of another call.
		const sent = open(url, {
			method: request.method ?? "GET",
			agent: false,
			headers,
			lookup: checkedLookup(url, reach),
			signal,
		});
		sent.on("error", reject);
		sent.on("response", resolve);
		sent.end(body ?? undefined);
	});
}

async function readBody(url: URL, answer: IncomingMessage, limit: number): Promise<Uint8Array<ArrayBuffer>> {
	const tooLarge = () => fault("upstream-file-too-large", { file: shownTarget(url), limit });
	try {
		if (Number(answer.headers["content-length"]) > limit) throw tooLarge();
		const chunks: Buffer[] = [];
		let size = 0;
		for await (const chunk of answer as AsyncIterable<Buffer>) {
			size += chunk.length;
			if (size > limit) throw tooLarge();
			chunks.push(chunk);
		}
		return new Uint8Array(Buffer.concat(chunks));
	} finally {
		answer.destroy();
	}
}

function responseOf(answer: IncomingMessage, body: Uint8Array<ArrayBuffer>): Response {
	const headers = new Headers();
	for (const [name, values] of Object.entries(answer.headersDistinct))
		for (const value of values ?? []) headers.append(name, value);
	const status = answer.statusCode ?? 0;
	const isEmpty = status === 204 || status === 205 || status === 304;
	return new Response(isEmpty ? null : body, { status, headers });
}
