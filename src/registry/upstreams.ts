import { fault } from "../core/index.ts";
import type { AuditEntry, StoredUpstream } from "../storage/store.ts";
import { type Actor, assertMay } from "./actor.ts";
import type { Needs } from "./needs.ts";

const namePattern = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/** The account's upstreams, by name. */
export function listUpstreams(needs: Needs, actor: Actor): Promise<StoredUpstream[]> {
	return needs.store.read.upstreams.list(actor.accountId);
}

/** One upstream. Throws `upstream-not-found`. */
export async function getUpstream(needs: Needs, actor: Actor, name: string): Promise<StoredUpstream> {
	const upstream = await needs.store.read.upstreams.find(actor.accountId, name);
	if (!upstream) throw fault("upstream-not-found", { upstream: name });
	return upstream;
}

/** Remembers a list by its URL; nothing is fetched yet. Throws `upstream-exists` or `upstream-invalid`. */
export function addUpstream(
	needs: Needs,
	actor: Actor,
	input: {
		readonly name: string;
		readonly url: string;
		readonly format?: string | null | undefined;
		readonly options?: Readonly<Record<string, string>> | undefined;
	},
): Promise<StoredUpstream> {
	assertMay(actor, "writer", "add upstreams");
	assertUpstream(input);
	return needs.store.write(async (tx) => {
		if (await tx.upstreams.find(actor.accountId, input.name)) throw fault("upstream-exists", { upstream: input.name });
		const at = needs.now();
		const id = await tx.upstreams.insert({
			accountId: actor.accountId,
			name: input.name,
			url: input.url,
			format: input.format ?? null,
			options: input.options ?? {},
			createdAt: at,
		});
		tx.record(upstreamEntry(actor, { id, name: input.name, at, act: "upstream.add", after: { url: input.url, format: input.format ?? null } }));
		return (await tx.upstreams.find(actor.accountId, input.name)) as StoredUpstream;
	});
}

/** Forgets an upstream; what was imported from it stays. Throws `upstream-not-found`. */
export function removeUpstream(needs: Needs, actor: Actor, name: string): Promise<void> {
	assertMay(actor, "writer", "remove upstreams");
	return needs.store.write(async (tx) => {
		const upstream = await tx.upstreams.find(actor.accountId, name);
		if (!upstream) throw fault("upstream-not-found", { upstream: name });
		await tx.upstreams.remove(upstream.id);
		tx.record(upstreamEntry(actor, { id: upstream.id, name, at: needs.now(), act: "upstream.remove", after: null }));
	});
}

/** An audit entry about an upstream. */
export function upstreamEntry(actor: Actor, entry: { id: number; name: string; at: string; act: string; after: unknown }): AuditEntry {
	return {
		accountId: actor.accountId,
		at: entry.at,
		actor: actor.name,
		act: entry.act,
		subjectKind: "upstream",
		subjectId: entry.id,
		subjectName: entry.name,
		headVersion: null,
		before: null,
		after: entry.after,
	};
}

function assertUpstream(input: { readonly name: string; readonly url: string }): void {
	const wrong = (problem: string) => fault("upstream-invalid", { upstream: input.name.slice(0, 120), problem });
	// The address /v1/upstreams/formats lists the formats.
	if (input.name === "formats") throw wrong("“formats” is taken by the list of formats");
	if (!namePattern.test(input.name)) throw wrong("its name is not 1 to 100 lower-case letters, digits, dots and dashes");
	if (!URL.canParse(input.url)) throw wrong(`“${input.url.slice(0, 200)}” is not a URL`);
	const { protocol, username, password } = new URL(input.url);
	if (protocol !== "http:" && protocol !== "https:") throw wrong("its URL is neither http nor https");
	if (username !== "" || password !== "") throw wrong("its URL holds a password; those are not kept");
}
