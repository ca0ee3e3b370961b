import type { FastifyReply, FastifyRequest } from "fastify";
import { fault } from "../core/errors.ts";
import type { ExpectedHead } from "../registry/components/edit-head.ts";
import type { Needs } from "../registry/needs.ts";
import type { ExpectedVersion } from "../registry/servers/get-server.ts";
import type { App } from "./app.ts";

/** Asked again each time, answered with 304 when nothing changed. */
export const revalidate = "private, no-cache";

/** What an answer differs by, beside its address. */
export const variesBy = "Authorization, Cookie, MCI-Account, Accept";

/** The ETag of an MCI's HEAD: what If-Match takes. */
export function headTag(version: number): string {
	return `"head-${version}"`;
}

/** The ETag of a commit as it is shown: it never changes, but its component can be renamed, or deleted and made anew under the name. */
export function commitTag(
	component: { readonly lineage: string; readonly name: string },
	commit: { readonly number: number; readonly digest: string },
): string {
	return `"${commit.number}-${commit.digest}-${component.lineage}-${encodeURIComponent(component.name)}"`;
}

/**
 * Reads If-Match (RFC 9110, 13.1.1): the HEAD version that a change was made on, null for `*`. A tag that is not HEAD's can't match,
 * so it becomes a version that never is. Throws `head-condition-missing` when the header is absent.
 */
export function expectedHead(request: FastifyRequest, name: string): ExpectedHead {
	const header = request.headers["if-match"];
	if (header === undefined) throw fault("head-condition-missing", { name });
	if (header.trim() === "*") return null;
	const match = /^\s*"head-(\d{1,9})"\s*$/.exec(header);
	return match ? Number(match[1]) : -1;
}

/** The ETag of a channel that was moved so many times: what If-Match takes when it is moved again. */
export function channelTag(moves: number): string {
	return `"channel-${moves}"`;
}

/**
 * Reads If-Match of a channel: how many times it had been moved, null for `*` or no header. `"channel-0"` is one that is not there yet.
 * A tag that is no channel's can't match.
 */
export function expectedMoves(request: FastifyRequest): number | null {
	const header = request.headers["if-match"];
	if (header === undefined || header.trim() === "*") return null;
	const match = /^\s*"channel-(\d{1,9})"\s*$/.exec(header);
	return match ? Number(match[1]) : -1;
}

/** The ETag of a deployment's or server's version: what If-Match takes. */
export function versionTag(kind: "deployment" | "server", version: number): string {
	return `"${kind}-${version}"`;
}

/**
 * Reads If-Match of a deployment or server, called `subject`: the version that a change was made on, null for `*`. Throws
 * `version-condition-missing` when the header is absent.
 */
export function expectedVersion(
	request: FastifyRequest,
	kind: "deployment" | "server",
	subject: string,
): ExpectedVersion {
	const header = request.headers["if-match"];
	if (header === undefined) throw fault("version-condition-missing", { subject });
	if (header.trim() === "*") return null;
	const match = /^\s*"([a-z]+)-(\d{1,9})"\s*$/.exec(header);
	return match?.[1] === kind ? Number(match[2]) : -1;
}

/** Tags an answer that is asked again each time, for changes to be made on it. */
export function addTag(reply: FastifyReply, tag: string): void {
	reply.header("etag", tag).header("cache-control", revalidate).header("vary", variesBy);
}

/** True, and a 304 is sent, when the asker has the tagged answer already. */
export function isFresh(request: FastifyRequest, reply: FastifyReply, tag: string): boolean {
	addTag(reply, tag);
	const header = request.headers["if-none-match"];
	if (header === undefined) return false;
	const known = header.split(",").map((one) => one.trim().replace(/^W\//, ""));
	if (!known.includes("*") && !known.includes(tag.replace(/^W\//, ""))) return false;
	reply.code(304).send();
	return true;
}

/** Tags lists and searches with the store's generation, and answers 304 before anything is read when nothing was written since. */
export function addListTags(app: App, needs: Pick<Needs, "store">): void {
	app.addHook("preHandler", async (request, reply) => {
		if (!request.routeOptions.config.list) return;
		const tag = `W/"g${await needs.store.generation()}"`;
		if (isFresh(request, reply, tag)) return reply;
	});
}
