import type { StoredSession, StoredUser, Transaction } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";
import { recordIdentity } from "../users/record-identity.ts";
import { sessionEndsAt } from "./session-life.ts";

/** A new session. Its secret goes into the browser's cookie and is stored nowhere. */
export interface NewSession {
	readonly session: StoredSession;
	readonly user: StoredUser;
	readonly secret: string;
}

/** The circumstances of a sign-in. */
export interface SessionStart {
	/** `password`, or the sign-in provider. */
	readonly method: string;
	/** The browser's User-Agent. */
	readonly agent: string | null;
	/** Network address, for the audit. */
	readonly address: string;
	/** Secret of the browser's earlier session, which ends. */
	readonly replaces?: string | undefined;
}

const longestAgent = 200;

/** Starts a user's session within a transaction, each time with a new secret. */
export async function beginSession(
	needs: Pick<Needs, "now" | "newSecret" | "sha256">,
	tx: Transaction,
	user: StoredUser,
	start: SessionStart,
): Promise<NewSession> {
	const at = needs.now();
	const { method, agent, address, replaces } = start;
	await tx.sessions.removeExpired(at);
	const before = replaces === undefined ? undefined : await tx.sessions.findByHash(needs.sha256(replaces));
	if (before) await tx.sessions.remove(before.id);
	const secret = needs.newSecret();
	const fields = {
		userId: user.id,
		method,
		agent: agent?.slice(0, longestAgent) ?? null,
		createdAt: at,
		expiresAt: sessionEndsAt(at),
	};
	const id = await tx.sessions.insert({ ...fields, hash: needs.sha256(secret) });
	await recordIdentity(tx, {
		actor: user.name,
		act: "session.begin",
		id,
		name: user.name,
		at,
		after: { method, address },
	});
	return { session: { ...fields, id, lastUsedAt: at }, user, secret };
}
