import { fault } from "../core/index.ts";
import type { StoredToken } from "../storage/store.ts";
import type { Actor } from "./actor.ts";
import { isAlive } from "./is-alive.ts";
import type { Needs } from "./needs.ts";

const touchEvery = 60_000;
const remembered = 10_000;

/** Turns bearer tokens into actors. */
export interface Authenticator {
	/** At once when the token was seen since the last write. Throws `token-invalid` for one that is unknown, expired or revoked. */
	actorOf(secret: string): Actor | Promise<Actor>;
}

interface Known {
	readonly token: StoredToken;
	readonly actor: Actor;
}

/**
 * Remembers tokens for as long as the store's generation stays: a token revoked by any process stops at the next request. What a write
 * overtook while it was read is used once and not remembered.
 */
export function authenticator(needs: Needs): Authenticator {
	let generation = -1;
	// By the secret itself, in memory only: hashing it costs more than all else here.
	const tokens = new Map<string, Known>();
	/** By token, when its use is noted again. */
	const due = new Map<number, string>();
	const use = ({ token, actor }: Known): Actor => {
		const at = needs.now();
		if (!isAlive(token, at)) throw fault("token-invalid");
		const next = due.get(token.id);
		if (next === undefined || at >= next) noteUse(needs, due, token.id, at);
		return actor;
	};
	const read = async (secret: string, since: number): Promise<Actor> => {
		const token = await needs.store.read.tokens.findByHash(needs.sha256(secret));
		if (!token) throw fault("token-invalid");
		const { name: account } = await needs.store.read.accounts.get(token.accountId);
		const known = { token, actor: { accountId: token.accountId, account, name: token.name, role: token.role } };
		if (since === generation) tokens.set(secret, known);
		return use(known);
	};
	const find = (secret: string, current: number): Actor | Promise<Actor> => {
		if (current !== generation || tokens.size > remembered) {
			tokens.clear();
			generation = current;
		}
		const known = tokens.get(secret);
		return known ? use(known) : read(secret, current);
	};
	return {
		actorOf: (secret) => {
			const current = needs.store.generation();
			return typeof current === "number" ? find(secret, current) : current.then((now) => find(secret, now));
		},
	};
}

function noteUse(needs: Needs, due: Map<number, string>, id: number, at: string): void {
	due.set(id, new Date(Date.parse(at) + touchEvery).toISOString());
	// Losing this note loses nothing that a person relies on; a failing store shows in the request itself.
	needs.store.touchToken(id, at).catch(() => undefined);
}
