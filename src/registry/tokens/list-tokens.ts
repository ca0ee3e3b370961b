import { fault } from "../../core/errors.ts";
import type { StoredToken } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** Which tokens. Absent = any. */
export interface TokenFilter {
	/** Name of the person whose they are; null = those of services. */
	readonly owner?: string | null | undefined;
	/** `made`, or the workload rule that gave them. */
	readonly source?: string | undefined;
}

/** The account's tokens, without their secrets; who may not manage those of others sees their own. */
export async function listTokens(needs: Needs, actor: Actor, filter: TokenFilter = {}): Promise<StoredToken[]> {
	assertMay(actor, "tokens.own");
	assertOnly(actor, null);
	const seen = await needs.store.read.tokens.list(
		actor.accountId,
		actor.may.has("tokens.manage") ? undefined : (actor.userId ?? nobody),
	);
	return seen.filter(
		({ owner, source }) =>
			(filter.owner === undefined || (owner?.name ?? null) === filter.owner) &&
			(filter.source === undefined || source === filter.source),
	);
}

const nobody = 0;

/** One of those that the list shows. Throws `token-not-found`. */
export async function getToken(needs: Needs, actor: Actor, id: number): Promise<StoredToken> {
	assertMay(actor, "tokens.own");
	assertOnly(actor, null);
	const token = await needs.store.read.tokens.find(actor.accountId, id);
	const isSeen =
		token && (actor.may.has("tokens.manage") || (actor.userId !== null && token.owner?.id === actor.userId));
	if (!isSeen) throw fault("token-not-found", { token: id });
	return token;
}
