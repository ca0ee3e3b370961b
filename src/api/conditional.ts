import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { fault } from "../core/errors.ts";
import type { ExpectedHead } from "../registry/components/edit-head.ts";
import type { RevisionStatus } from "../registry/components/revision-status.ts";
import type { Needs } from "../registry/needs.ts";
import type { ExpectedVersion } from "../registry/servers/get-server.ts";
import type { App } from "./app.ts";

/** Revalidated each time; answered with 304 if nothing changed. */
export const revalidate = "private, no-cache";

/** Request headers that answers depend on. */
export const variesBy = "Authorization, Cookie, MCI-Account, Accept";

/** The ETag of a HEAD, for If-Match. For an answer with statuses that are not plain, it changes with them, too. */
export function headTag(version: number, ...statuses: readonly RevisionStatus[]): string {
	return `"head-${version}${statusMark(statuses)}"`;
}

/** Part of an ETag that is empty for plainly active statuses, and different for all others. */
function statusMark(statuses: readonly RevisionStatus[]): string {
	const isPlain = statuses.every(
		({ state, changesAt, images }) => state === "active" && changesAt === null && images.length === 0,
	);
	if (isPlain) return "";
	return `-${createHash("sha256").update(JSON.stringify(statuses)).digest("hex").slice(0, 12)}`;
}

/**
 * The ETag of a commit's answer. Commits are immutable, but their status changes, and their component can be renamed,
 * or deleted and created again under the same name.
 */
export function commitTag(
	component: { readonly lineage: string; readonly name: string },
	commit: { readonly number: number; readonly digest: string },
	status?: RevisionStatus,
): string {
	const name = encodeURIComponent(component.name);
	return `"${commit.number}-${commit.digest}-${component.lineage}-${name}${statusMark(status ? [status] : [])}"`;
}

/**
 * Parses If-Match (RFC 9110, section 13.1.1) into the expected version of HEAD, null for `*`. A tag of something else
 * becomes a version that never exists. Throws `head-condition-missing` if the header is missing.
 */
export function expectedHead(request: FastifyRequest, name: string): ExpectedHead {
	const header = request.headers["if-match"];
	if (header === undefined) throw fault("head-condition-missing", { name });
	if (header.trim() === "*") return null;
	const match = /^\s*"head-(\d{1,9})(?:-[0-9a-f]{12})?"\s*$/.exec(header);
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
 * Sets the ETag of lists and searches, from the store's generation and the last change of a lifecycle, and answers 304
 * without reading the list if nothing changed since.
 */
export function addListTags(app: App, needs: Pick<Needs, "store" | "now">): void {
	app.addHook("preHandler", async (request, reply) => {
		if (!request.routeOptions.config.list) return;
		const generation = await needs.store.generation();
		// States change at their dates, too, when nothing is written.
		const changed = await needs.store.read.lifecycles.findLastChange(needs.now());
		const tag = `W/"g${generation}${changed === null ? "" : `-${Date.parse(changed).toString(36)}`}"`;
		if (isFresh(request, reply, tag)) return reply;
	});
}
