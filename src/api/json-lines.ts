import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problemOf } from "./error-status.ts";
import { asFault } from "./errors.ts";

/** A list that is read page by page, and how its items are shown. */
export interface Lines<T> {
	readonly pages: AsyncIterable<readonly T[]>;
	present(item: T): unknown;
}

/** True for an asker who takes JSON lines. */
export function wantsLines(request: FastifyRequest): boolean {
	return request.headers.accept?.includes("application/x-ndjson") ?? false;
}

/**
 * Answers with one line of JSON for each item, page after page as they are read, no faster than the asker takes them. When a page can't
 * be read, the last line is `{"problem":…}`: the status has been sent long before.
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
