/** How the generated functions reach a registry: over the network, or in process against the application itself. */
export interface Transport {
	/** Where paths begin, without a slash at its end; any value does when `fetch` reaches the application in process. */
	readonly baseUrl: string;
	readonly token: string | null;
	/** The account to act in; null or absent = the token's own. */
	readonly account?: string | null;
	/** Keeps the session that signing in gave, for the requests after it. */
	readonly jar?: { cookie: string | null };
	fetch(url: string, init: TransportRequest): Promise<TransportResponse>;
}

/** What is sent: a part of fetch's own request, so that `fetch` itself is a transport. */
export interface TransportRequest {
	readonly method: string;
	readonly headers: Record<string, string>;
	readonly body?: string;
	readonly signal?: AbortSignal;
}

/** What comes back: a part of fetch's own response. */
export interface TransportResponse {
	readonly ok: boolean;
	readonly status: number;
	readonly headers: { get(name: string): string | null };
	text(): Promise<string>;
}

/** An answer that is no success, with its problem details (RFC 9457). */
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

let transport: Transport | undefined;

/** Sets how every generated function reaches the registry; once for a process. */
export function useTransport(chosen: Transport): void {
	transport = chosen;
}

/** What the generated functions call. Gives the parsed answer, or text when the answer is text; throws `ProblemError`. */
export async function request<T>(url: string, init: RequestInit): Promise<T> {
	if (!transport) throw new Error("no transport was set");
	const headers = plainHeaders(init.headers);
	if (transport.token !== null) headers.authorization = `Bearer ${transport.token}`;
	const { jar } = transport;
	// What a browser says of a page of the registry's own: a program that keeps its cookie itself is asked by nobody else's.
	if (jar?.cookie) Object.assign(headers, { cookie: jar.cookie, "sec-fetch-site": "same-origin" });
	if (transport.account) headers["mci-account"] = encodeURIComponent(transport.account);
	const response = await transport.fetch(`${transport.baseUrl}${url}`, {
		method: init.method ?? "GET",
		headers,
		...(typeof init.body === "string" ? { body: init.body } : {}),
		...(init.signal ? { signal: init.signal } : {}),
	});
	if (jar) jar.cookie = response.headers.get("set-cookie")?.split(";")[0] ?? jar.cookie;
	const text = await response.text();
	const type = response.headers.get("content-type") ?? "";
	const value: unknown = type.includes("json") && text !== "" ? JSON.parse(text) : text;
	if (response.ok) return value as T;
	throw new ProblemError(
		response.status,
		typeof value === "object" && value !== null ? value : { detail: String(value).slice(0, 500) },
	);
}

/** Only plain objects, as the generated functions make them: building fetch's own Headers would cost a command's start-up. */
function plainHeaders(headers: RequestInit["headers"]): Record<string, string> {
	const plain: Record<string, string> = {};
	for (const [name, value] of Object.entries((headers ?? {}) as Record<string, string>))
		plain[name.toLowerCase()] = value;
	return plain;
}
