import { fault } from "../../core/errors.ts";
import type { StoredUpstream } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";

const namePattern = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/** Stores an upstream list's URL; fetches nothing yet. Throws `upstream-exists` or `upstream-invalid`. */
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
	assertMay(actor, "upstreams.manage");
	assertUpstream(input);
	return needs.store.write(async (tx) => {
		if (await tx.upstreams.find(actor.accountId, input.name)) throw fault("upstream-exists", { upstream: input.name });
		const at = needs.now();
		const what = { url: input.url, format: input.format ?? null, options: input.options ?? {} };
		const id = await tx.upstreams.insert({ accountId: actor.accountId, name: input.name, ...what, createdAt: at });
		tx.record(auditEntry(actor, "upstream.add", { id, name: input.name }, { at, after: what }));
		return (await tx.upstreams.find(actor.accountId, input.name)) as StoredUpstream;
	});
}

function assertUpstream(input: { readonly name: string; readonly url: string }): void {
	const wrong = (problem: string) => fault("upstream-invalid", { upstream: input.name.slice(0, 120), problem });
	// /v1/upstreams/formats is the list of formats.
	if (input.name === "formats") throw wrong("the name “formats” is reserved");
	if (!namePattern.test(input.name))
		throw wrong("its name must have 1 to 100 lowercase letters, digits, dots and dashes");
	if (!URL.canParse(input.url)) throw wrong(`“${input.url.slice(0, 200)}” is not a URL`);
	const { protocol, username, password } = new URL(input.url);
	if (protocol !== "http:" && protocol !== "https:") throw wrong("its URL is neither http nor https");
	if (username !== "" || password !== "") throw wrong("its URL contains a user name or password, which are not stored");
}
