import { fault } from "../core/index.ts";
import type { StoredToken } from "../storage/store.ts";
import type { Actor } from "./actor.ts";
import type { Needs } from "./needs.ts";
import { isAlive } from "./tokens.ts";

const touchEvery = 60_000;
const remembered = 10_000;

/** Turns bearer tokens into actors. */
export interface Authenticator {
	/** Throws `token-invalid` for a token that is unknown, expired or revoked. */
	actorOf(secret: string): Promise<Actor>;
}

/**
 * Remembers tokens by hash for as long as the store's generation stays: a token revoked by any process stops at the next request.
 */
export function authenticator(needs: Needs): Authenticator {
	let generation = -1;
	const tokens = new Map<string, { token: StoredToken; account: string }>();
	const touched = new Map<number, number>();
	return {
		actorOf: async (secret) => {
			const current = needs.store.generation();
			const now = typeof current === "number" ? current : await current;
			if (now !== generation || tokens.size > remembered) {
				tokens.clear();
				generation = now;
			}
			const hash = needs.sha256(secret);
			let known = tokens.get(hash);
			if (!known) {
				const token = await needs.store.read.tokens.findByHash(hash);
				if (!token) throw fault("token-invalid");
				known = { token, account: (await needs.store.read.accounts.get(token.accountId)).name };
				tokens.set(hash, known);
			}
			const { token, account } = known;
			const at = needs.now();
			if (!isAlive(token, at)) throw fault("token-invalid");
			noteUse(needs, touched, token.id, at);
			return { accountId: token.accountId, account, name: token.name, role: token.role };
		},
	};
}

function noteUse(needs: Needs, touched: Map<number, number>, id: number, at: string): void {
	const time = Date.parse(at);
	if (time - (touched.get(id) ?? 0) < touchEvery) return;
	touched.set(id, time);
	// Losing this note loses nothing that a person relies on; a failing store shows in the request itself.
	needs.store.touchToken(id, at).catch(() => undefined);
}
