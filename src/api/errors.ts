import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { ConnectionError, FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { hasZodFastifySchemaValidationErrors } from "fastify-type-provider-zod";
import { type Fault, fault, isFault } from "../core/errors.ts";
import type { App } from "./app.ts";
import { problemOf } from "./error-status.ts";
import { securityHeaders, setSecurityHeaders } from "./security-headers.ts";

/**
 * Answers every error as problem+json. Unexpected errors are logged and shown as `internal` with the id of the log
 * entry.
 */
export function addErrors(app: App): void {
	app.setErrorHandler((error: FastifyError | Fault, request, reply) => sendProblem(reply, asFault(error, request)));
	app.setNotFoundHandler((request, reply) =>
		sendProblem(reply, fault("route-not-found", { path: request.url.split("?")[0] ?? "" })),
	);
}

/** Sends a fault as RFC 9457 problem details. */
export function sendProblem(reply: FastifyReply, error: Fault): FastifyReply {
	const problem = problemOf(error);
	const { seconds } = error.details;
	if (error.code === "rate-limited" && typeof seconds === "number") reply.header("retry-after", String(seconds));
	if (problem.status === 401) reply.header("www-authenticate", 'Bearer realm="multicloud-images"');
	// It was set before the request failed, and would turn the next error into a 304.
	reply.removeHeader("etag");
	return reply
		.code(problem.status)
		.header("cache-control", "no-store")
		.type("application/problem+json")
		.send(JSON.stringify(problem));
}

/** Answers requests that are refused before any hook runs, such as a path that can't be decoded. */
export function sendFrameworkProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
	setSecurityHeaders(request, reply);
	sendProblem(reply, asFault(error, request));
}

/**
 * Answers a connection without a valid request: too slow, too large, or not HTTP. There is no reply object to use.
 */
export function sendSocketProblem(error: ConnectionError, socket: Socket): void {
	// The client is gone.
	if (error.code === "ECONNRESET" || socket.destroyed) return;
	const refusal = socketRefusals.get(error.code ?? "") ?? { status: 400, problem: "it is not HTTP" };
	const body = JSON.stringify({
		...problemOf(fault("input-invalid", { problem: refusal.problem, issues: [] })),
		status: refusal.status,
	});
	const headers = [
		["content-type", "application/problem+json; charset=utf-8"],
		["content-length", String(Buffer.byteLength(body))],
		["cache-control", "no-store"],
		["connection", "close"],
		...securityHeaders,
	];
	if (socket.writable) {
		const lines = [
			`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
			...headers.map(([name, value]) => `${name}: ${value}`),
		];
		socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
	}
	socket.destroy(error);
}

/** Error codes of Node's HTTP parser and timeouts. */
const socketRefusals: ReadonlyMap<string, { readonly status: number; readonly problem: string }> = new Map([
	["HPE_HEADER_OVERFLOW", { status: 431, problem: "its headers are larger than 16 KiB" }],
	["ERR_HTTP_REQUEST_TIMEOUT", { status: 408, problem: "it did not come in time" }],
]);

/** Converts any error into a fault of the catalog. */
export function asFault(error: unknown, request: FastifyRequest): Fault {
	if (isFault(error)) {
		if (error.kind === "internal") request.log.error(error);
		return error;
	}
	if (hasZodFastifySchemaValidationErrors(error)) {
		const issues = error.validation.map((issue) => ({
			place: `${error.validationContext ?? "body"}${issue.instancePath}`,
			problem: issue.message ?? "is not valid",
		}));
		const first = issues[0];
		return fault(
			"input-invalid",
			{ problem: first ? `${first.place} ${first.problem}` : error.message, issues },
			error,
		);
	}
	const known = error as Partial<FastifyError>;
	if (known.code === "FST_ERR_CTP_BODY_TOO_LARGE")
		return fault("input-too-large", { limit: request.routeOptions.bodyLimit }, error);
	if (known.statusCode !== undefined && known.statusCode >= 400 && known.statusCode < 500) {
		return fault("input-invalid", { problem: known.message ?? "it is malformed", issues: [] }, error);
	}
	const id = randomUUID();
	request.log.error({ err: error, id }, "unforeseen error");
	return fault("internal", { id }, error);
}
