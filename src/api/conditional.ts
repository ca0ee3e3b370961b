import type { FastifyReply, FastifyRequest } from "fastify";
import { fault } from "../core/errors.ts";
import type { ExpectedHead } from "../registry/components/edit-head.ts";
import type { Needs } from "../registry/needs.ts";
import type { ExpectedVersion } from "../registry/servers/get-server.ts";
import type { App } from "./app.ts";

/** Revalidated each time; answered with 304 if nothing changed. */
export const revalidate = "private, no-cache";

/** Request headers that answers depend on. */
export const variesBy = "Authorization, Cookie, MCI-Account, Accept";

/** The ETag of a HEAD, for If-Match. */
export function headTag(version: number): string {
	return `"head-${version}"`;
}

/**
 * The ETag of a commit's answer. Commits are immutable, but their component can be renamed, or deleted and created
 * again under the same name.
 */
export function commitTag(
	component: { readonly lineage: string; readonly name: string },
	commit: { readonly number: number; readonly digest: string },
): string {
	return `"${commit.number}-${commit.digest}-${component.lineage}-${encodeURIComponent(component.name)}"`;
}

/**
 * Parses If-Match (RFC 9110, section 13.1.1) into the expected version of HEAD, null for `*`. A tag of something else
 * becomes a version that never exists. Throws `head-condition-missing` if the header is missing.
 */
export function expectedHead(request: FastifyRequest, name: string): ExpectedHead {
	const header = request.headers["if-match"];
	if (header === undefined) throw fault("head-condition-missing", { name });
	if (header.trim() === "*") return null;
	const match = /^\s*"head-(\d{1,9})"\s*$/.exec(header);
	return match ? Number(match[1]) : -1;
}

/** The ETag of a channel after `moves` moves, for If-Match. */
export function channelTag(moves: number): string {
	return `"channel-${moves}"`;
}

/**
 * Parses If-Match of a channel into the expected number of moves, null for `*` or a missing header. `"channel-0"`
 * stands for a channel that does not exist. A tag of something else never matches.
 */
export function expectedMoves(request: FastifyRequest): number | null {
	const header = request.headers["if-match"];
	if (header === undefined || header.trim() === "*") return null;
	const match = /^\s*"channel-(\d{1,9})"\s*$/.exec(header);
	return match ? Number(match[1]) : -1;
}

/** The ETag of a deployment's or server's version, for If-Match. */
export function versionTag(kind: "deployment" | "server", version: number): string {
	return `"${kind}-${version}"`;
}

/**
 * Parses If-Match of a deployment or server, called `subject`, into the expected version, null for `*`. Throws
 * `version-condition-missing` if the header is missing.
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

/** Sets the ETag and cache headers of an answer that clients revalidate. */
export function addTag(reply: FastifyReply, tag: string): void {
	reply.header("etag", tag).header("cache-control", revalidate).header("vary", variesBy);
}

/** Sends a 304 and returns true if the client has the tagged answer already. */
export function isFresh(request: FastifyRequest, reply: FastifyReply, tag: string): boolean {
	addTag(reply, tag);
	const header = request.headers["if-none-match"];
	if (header === undefined) return false;
	const known = header.split(",").map((one) => one.trim().replace(/^W\//, ""));
	if (!known.includes("*") && !known.includes(tag.replace(/^W\//, ""))) return false;
	reply.code(304).send();
	return true;
}

/**
 * Sets the store's generation as the ETag of lists and searches, and answers 304 without reading if nothing was
 * written since.
 */
export function addListTags(app: App, needs: Pick<Needs, "store">): void {
	app.addHook("preHandler", async (request, reply) => {
		if (!request.routeOptions.config.list) return;
		const tag = `W/"g${await needs.store.generation()}"`;
		if (isFresh(request, reply, tag)) return reply;
	});
}
