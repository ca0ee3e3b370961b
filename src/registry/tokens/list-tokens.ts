import { fault } from "../../core/errors.ts";
import type { StoredToken } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** A filter of tokens. Omitted fields match all. */
export interface TokenFilter {
	/** Name of the user who owns them; null = services' tokens. */
	readonly owner?: string | null | undefined;
	/** `made`, or the workload rule that issued them. */
	readonly source?: string | undefined;
}

/** The account's tokens, without their secrets; those who may not manage others' tokens see only their own. */
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

/** One token of the list. Throws `token-not-found`. */
export async function getToken(needs: Needs, actor: Actor, id: number): Promise<StoredToken> {
	assertMay(actor, "tokens.own");
	assertOnly(actor, null);
	const token = await needs.store.read.tokens.find(actor.accountId, id);
	const isSeen =
		token && (actor.may.has("tokens.manage") || (actor.userId !== null && token.owner?.id === actor.userId));
	if (!isSeen) throw fault("token-not-found", { token: id });
	return token;
}
