import type { FastifyReply, FastifyRequest } from "fastify";
import { problemOf } from "./error-status.ts";
import { asFault } from "./errors.ts";
import { securityHeaders } from "./security-headers.ts";

/** Progress of a long task. */
export interface Progress {
	readonly done: number;
	readonly total: number;
	readonly what: string;
}

/**
 * Runs a long task. Clients that accept `application/x-ndjson` get a stream of lines: `{"progress":…}`, then
 * `{"result":…}` or `{"problem":…}`. All others get only the result.
 */
export async function withProgress<T>(
	request: FastifyRequest,
	reply: FastifyReply,
	task: (onProgress: (progress: Progress) => void) => Promise<T>,
): Promise<T | FastifyReply> {
	if (!request.headers.accept?.includes("application/x-ndjson")) return task(() => undefined);
	reply.hijack();
	const { raw } = reply;
	raw.writeHead(200, {
		"content-type": "application/x-ndjson; charset=utf-8",
		"cache-control": "no-store",
		...Object.fromEntries(securityHeaders),
	});
	const line = (value: unknown) => raw.write(`${JSON.stringify(value)}\n`);
	try {
		const result = await task((progress) => line({ progress }));
		line({ result });
	} catch (error) {
		line({ problem: problemOf(asFault(error, request)) });
	}
	raw.end();
	return reply;
}
