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

/** What a request brings to show who acts. */
export type Credentials =
	| { readonly kind: "token"; readonly secret: string }
	/** A session's secret, and the account that it is used in: null = the first of the person's. */
	| { readonly kind: "session"; readonly secret: string; readonly account: string | null };

/** Turns credentials into actors. */
export interface Authenticator {
	/**
	 * At once when the same was seen since the last write. Throws `token-invalid` for a token that is unknown, expired or revoked, `session-ended` for such a
	 * session, and `account-not-found` for an account that the person is no member of. Who is a member of none acts in account 0.
	 */
	actorOf(credentials: Credentials): Actor | Promise<Actor>;
}

interface Known {
	readonly actor: Actor;
	/** UTC ISO; null = does not end by itself. */
	readonly endsAt: string | null;
	/** When it ends unless it is used before; of sessions alone. */
	idleAt: string | null;
	/** What to note the use of. */
	readonly noted: string;
	note(at: string): Promise<void>;
}

/**
 * Remembers credentials for as long as the store's generation stays: a token revoked or a role taken by any process counts at the next
 * request. What a write overtook while it was read is used once and not remembered.
 */
export function authenticator(needs: Needs): Authenticator {
	let generation = -1;
	// By the secret itself, in memory only: hashing it costs more than all else here.
	const cache = new Map<string, Known>();
	/** By what was used, when its use is noted again. */
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
			// Losing this note loses nothing that a person relies on; a failing store shows in the request itself.
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
		// Idle here it may have been used elsewhere: its row tells.
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
	// What it was for is gone, and a component made later is another.
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

/** A person's token is never more than the person is now. */
async function rolesLeft(needs: Needs, token: StoredToken, userId: number): Promise<readonly Role[]> {
	const user = await needs.store.read.users.findById(userId);
	if (!user || user.disabledAt !== null) throw fault("token-invalid");
	const has = await rolesIn(needs, user, token.accountId);
	return token.roles.filter((role) => has.has(role));
}

/** What a person is in an account, whoever said so. */
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

/** The account that a person means: one they are a member of, or, for an operator, any; none where they name none and are in none. */
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
