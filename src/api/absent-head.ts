import type { FastifyRequest } from "fastify";
import type { ExpectedHead } from "../registry/components/edit-head.ts";
import { expectedHead } from "./conditional.ts";

/**
 * Parses `If-None-Match: *` (RFC 9110, section 13.1.2), which creates a missing component; otherwise the same as
 * `expectedHead`. Throws `head-condition-missing`.
 */
export function expectedOrAbsent(request: FastifyRequest, name: string): ExpectedHead | "absent" {
	const isNew = request.headers["if-match"] === undefined && request.headers["if-none-match"]?.trim() === "*";
	return isNew ? "absent" : expectedHead(request, name);
}
