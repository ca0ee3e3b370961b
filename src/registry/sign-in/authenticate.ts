import type { Role } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredSession, StoredToken, StoredUser } from "../../storage/store.ts";
import { type Actor, actorWith } from "../actor.ts";
import { defaultAccount } from "../default-account.ts";
import type { Needs } from "../needs.ts";
import { isAlive } from "../tokens/is-usable-token.ts";
import { sessionIdleAt } from "./session-life.ts";

const touchEvery = 60_000;
const remembered = 10_000;

/** The credentials of a request. */
export type Credentials =
	| { readonly kind: "token"; readonly secret: string }
	/** A session's secret, and the account to act in: null = the user's first. */
	| { readonly kind: "session"; readonly secret: string; readonly account: string | null };

/** Turns credentials into actors. */
export interface Authenticator {
	/**
	 * Answers at once if it saw the same credentials since the last write. Throws `token-invalid` for a token that is
	 * unknown, expired or revoked, `session-ended` for such a session, and `account-not-found` for an account that the
	 * user is not a member of. A user without any account acts in account 0.
	 */
	actorOf(credentials: Credentials): Actor | Promise<Actor>;
}

interface Known {
	readonly actor: Actor;
	/** UTC ISO 8601; null = never expires. */
	readonly endsAt: string | null;
	/** When it expires unless it is used before; only for sessions. */
	idleAt: string | null;
	/** What its use is recorded under. */
	readonly noted: string;
	note(at: string): Promise<void>;
}

/**
 * Caches credentials for as long as the store's generation stays the same: a token revoked or a role removed by any
 * process counts from the next request. What a write overtook while it was read is used once and not cached.
 */
export function authenticator(needs: Needs): Authenticator {
	let generation = -1;
	// By the secret itself, in memory only: hashing it costs more than everything else here.
	const cache = new Map<string, Known>();
	/** By credential: when to record its use again. */
	const due = new Map<string, number>();
	const use = (known: Known): Actor => {
		const at = needs.now();
		if (known.endsAt !== null && known.endsAt <= at)
			throw fault(known.actor.kind === "token" ? "token-invalid" : "session-ended");
		if (known.idleAt !== null) known.idleAt = sessionIdleAt(at);
		const now = Date.parse(at);
		if (now >= (due.get(known.noted) ?? 0)) {
			if (due.size > remembered) due.clear();
			due.set(known.noted, now + touchEvery);
			// Losing this record loses nothing that anyone relies on; a failing store shows in the request itself.
			known.note(at).catch(() => undefined);
		}
		return known.actor;
	};
	const read = async (credentials: Credentials, key: string, since: number): Promise<Actor> => {
		const known =
			credentials.kind === "token" ? await readToken(needs, credentials.secret) : await readSession(needs, credentials);
		if (since === generation) cache.set(key, known);
		return use(known);
	};
	const find = (credentials: Credentials, current: number): Actor | Promise<Actor> => {
		if (current !== generation || cache.size > remembered) {
			cache.clear();
			generation = current;
		}
		const key =
			credentials.kind === "token" ? credentials.secret : `session ${credentials.account ?? ""} ${credentials.secret}`;
		const known = cache.get(key);
		// Idle here, but maybe used at another server: its row decides.
		const isIdle = known !== undefined && known.idleAt !== null && known.idleAt <= needs.now();
		return known && !isIdle ? use(known) : read(credentials, key, current);
	};
	return {
		actorOf: (credentials) => {
			const current = needs.store.generation();
			return typeof current === "number" ? find(credentials, current) : current.then((now) => find(credentials, now));
		},
	};
}

async function readToken(needs: Needs, secret: string): Promise<Known> {
	const { read } = needs.store;
	const token = await read.tokens.findByHash(needs.sha256(secret));
	if (!token || !isAlive(token, needs.now())) throw fault("token-invalid");
	const { name: account } = await read.accounts.get(token.accountId);
	const [component] = token.componentId === null ? [] : await read.components.listByIds([token.componentId]);
	// Its component was deleted; a later one of the same name is another.
	if (token.componentId !== null && !component) throw fault("token-invalid");
	const roles = token.owner === null ? token.roles : await rolesLeft(needs, token, token.owner.id);
	const actor = actorWith({
		accountId: token.accountId,
		account,
		name: token.owner === null ? token.name : `${token.owner.name}/${token.name}`,
		kind: "token",
		roles,
		userId: token.owner?.id ?? null,
		only: component ? { id: component.id, kind: component.kind, name: component.name } : null,
		credentialId: token.id,
		endsAt: token.expiresAt,
	});
	return {
		actor,
		endsAt: token.expiresAt,
		idleAt: null,
		noted: `token ${token.id}`,
		note: (at) => needs.store.touchToken(token.id, at),
	};
}

/** A user's token never has more roles than the user has now. */
async function rolesLeft(needs: Needs, token: StoredToken, userId: number): Promise<readonly Role[]> {
	const user = await needs.store.read.users.findById(userId);
	if (!user || user.disabledAt !== null) throw fault("token-invalid");
	const has = await rolesIn(needs, user, token.accountId);
	return token.roles.filter((role) => has.has(role));
}

/** A user's roles in an account, from every source. */
async function rolesIn(needs: Needs, user: StoredUser, accountId: number): Promise<Set<Role>> {
	const memberships = await needs.store.read.users.listMemberships(user.id, accountId);
	return new Set<Role>([
		...memberships.flatMap(({ roles }) => roles),
		...(user.isOperator ? (["operator"] as const) : []),
	]);
}

async function readSession(
	needs: Needs,
	asked: { readonly secret: string; readonly account: string | null },
): Promise<Known> {
	const { read } = needs.store;
	const session = await read.sessions.findByHash(needs.sha256(asked.secret));
	const user = session && (await read.users.findById(session.userId));
	const at = needs.now();
	const isOver = !session || session.expiresAt <= at || sessionIdleAt(session.lastUsedAt) <= at;
	if (isOver || !user || user.disabledAt !== null) throw fault("session-ended");
	const account = await accountOf(needs, user, asked.account);
	const roles = await rolesIn(needs, user, account.id);
	const who = { accountId: account.id, account: account.name, name: user.name, roles };
	const actor = actorWith({ ...who, kind: "user", userId: user.id, credentialId: session.id });
	return {
		actor,
		endsAt: session.expiresAt,
		idleAt: sessionIdleAt(at),
		noted: `session ${session.id}`,
		note: (at) => touch(needs, session, at),
	};
}

function touch(needs: Needs, session: StoredSession, at: string): Promise<void> {
	return needs.store.touchSession(session.id, at);
}

/**
 * The account a session acts in: the named one, else the user's first. Operators may name any. Account 0 if the user
 * names none and belongs to none.
 */
async function accountOf(
	needs: Needs,
	user: StoredUser,
	name: string | null,
): Promise<{ readonly id: number; readonly name: string }> {
	const memberships = await needs.store.read.users.listMemberships(user.id);
	const mine = memberships.find(({ account }) => name === null || account === name);
	if (mine) return { id: mine.accountId, name: mine.account };
	const found = user.isOperator ? await needs.store.read.accounts.find(name ?? defaultAccount) : undefined;
	if (found) return found;
	if (name !== null) throw fault("account-not-found", { account: name });
	return { id: 0, name: "" };
}
