import type { FastifyRequest } from "fastify";
import type { ExpectedHead } from "../registry/components/edit-head.ts";
import { expectedHead } from "./conditional.ts";

/**
 * Reads If-None-Match: * (RFC 9110, 13.1.2), with which a PUT makes what is not there; otherwise what `expectedHead` reads. Throws
 * `head-condition-missing`.
 */
export function expectedOrAbsent(request: FastifyRequest, name: string): ExpectedHead | "absent" {
	const isNew = request.headers["if-match"] === undefined && request.headers["if-none-match"]?.trim() === "*";
	return isNew ? "absent" : expectedHead(request, name);
}
