import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problemOf } from "./error-status.ts";
import { asFault } from "./errors.ts";

/** A list that is read page by page, and how to show its items. */
export interface Lines<T> {
	readonly pages: AsyncIterable<readonly T[]>;
	present(item: T): unknown;
}

/** True if the client accepts JSON lines. */
export function wantsLines(request: FastifyRequest): boolean {
	return request.headers.accept?.includes("application/x-ndjson") ?? false;
}

/**
 * Answers with one line of JSON per item, as pages are read, no faster than the client reads. If a page can't be
 * read, the last line is `{"problem":…}`, because the status was sent already.
 */
export function sendLines<T>(request: FastifyRequest, reply: FastifyReply, list: Lines<T>): FastifyReply {
	reply.type("application/x-ndjson; charset=utf-8");
	return reply.send(Readable.from(textOf(request, list)));
}

async function* textOf<T>(request: FastifyRequest, { pages, present }: Lines<T>): AsyncGenerator<string> {
	try {
		for await (const page of pages) yield page.map((item) => `${JSON.stringify(present(item))}\n`).join("");
	} catch (error) {
		yield `${JSON.stringify({ problem: problemOf(asFault(error, request)) })}\n`;
	}
}
