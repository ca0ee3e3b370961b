/** How the generated functions reach a registry: over the network, or in process against the application itself. */
export interface Transport {
	/** The base of every path, without a trailing slash; ignored if `fetch` reaches the application in process. */
	readonly baseUrl: string;
	readonly token: string | null;
	/** The account to act in; null or omitted = the token's own. */
	readonly account?: string | null;
	/** Keeps the session cookie after signing in, for later requests. */
	readonly jar?: { cookie: string | null };
	fetch(url: string, init: TransportRequest): Promise<TransportResponse>;
}

/** A request: a part of fetch's own, so that `fetch` itself is a transport. */
export interface TransportRequest {
	readonly method: string;
	readonly headers: Record<string, string>;
	readonly body?: string;
	readonly signal?: AbortSignal;
}

/** An answer: a part of fetch's own response. */
export interface TransportResponse {
	readonly ok: boolean;
	readonly status: number;
	readonly headers: { get(name: string): string | null };
	text(): Promise<string>;
}

/** An error answer, with its problem details (RFC 9457). */
export class ProblemError extends Error {
	readonly status: number;
	readonly code: string;
	readonly help: string;
	readonly details: Readonly<Record<string, unknown>>;

	constructor(
		status: number,
		problem: { detail?: string; code?: string; help?: string; details?: Record<string, unknown> },
	) {
		super(problem.detail ?? `the registry answered ${status}`);
		this.name = "ProblemError";
		this.status = status;
		this.code = problem.code ?? "internal";
		this.help = problem.help ?? "";
		this.details = problem.details ?? {};
	}
}

/** Sends one request. Returns the parsed answer, or text if the answer is text; throws `ProblemError`. */
export type SendRequest = <T>(url: string, init: RequestInit) => Promise<T>;

/** The function that a client's operations send their requests with, over one transport. */
export function createRequest(transport: Transport): SendRequest {
	return async <T>(url: string, init: RequestInit): Promise<T> => {
		const response = await transport.fetch(`${transport.baseUrl}${url}`, {
			method: init.method ?? "GET",
			headers: headersFor(transport, init.headers),
			...(typeof init.body === "string" ? { body: init.body } : {}),
			...(init.signal ? { signal: init.signal } : {}),
		});
		const { jar } = transport;
		if (jar) jar.cookie = response.headers.get("set-cookie")?.split(";")[0] ?? jar.cookie;
		const value = await readAnswer(response);
		if (response.ok) return value as T;
		throw new ProblemError(
			response.status,
			typeof value === "object" && value !== null ? value : { detail: String(value).slice(0, 500) },
		);
	};
}

function headersFor({ token, jar, account }: Transport, given: RequestInit["headers"]): Record<string, string> {
	const headers = plainHeaders(given);
	if (token !== null) headers.authorization = `Bearer ${token}`;
	// As a browser sends it for a page of the registry itself: a program that keeps its cookie has no other pages.
	if (jar?.cookie) Object.assign(headers, { cookie: jar.cookie, "sec-fetch-site": "same-origin" });
	if (account) headers["mci-account"] = encodeURIComponent(account);
	return headers;
}

async function readAnswer(response: TransportResponse): Promise<unknown> {
	const text = await response.text();
	const type = response.headers.get("content-type") ?? "";
	return type.includes("json") && text !== "" ? JSON.parse(text) : text;
}

/**
 * Headers as a plain object, which the generated functions pass: building fetch's own Headers would slow down the
 * start.
 */
function plainHeaders(headers: RequestInit["headers"]): Record<string, string> {
	const plain: Record<string, string> = {};
	for (const [name, value] of Object.entries((headers ?? {}) as Record<string, string>))
		plain[name.toLowerCase()] = value;
	return plain;
}
