import { fault } from "../../core/errors.ts";
import type { StoredSession } from "../../storage/store.ts";
import { type Actor, assertOnly, personOf } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { recordIdentity } from "../users/record-identity.ts";

/** A user's active sessions, newest first. Throws `person-needed`. */
export async function listSessions(needs: Needs, actor: Actor): Promise<StoredSession[]> {
	assertOnly(actor, null);
	const at = needs.now();
	return (await needs.store.read.sessions.list(personOf(actor))).filter((session) => session.expiresAt > at);
}

/** Ends the actor's session. Does nothing if the actor came with a token. */
export async function signOut(needs: Needs, actor: Actor): Promise<void> {
	if (actor.kind !== "user" || actor.credentialId === null) return;
	await endSession(needs, actor, actor.credentialId);
}

/** Ends one of the user's own sessions at once. Throws `person-needed` and `session-not-found`. */
export function endSession(needs: Needs, actor: Actor, id: number): Promise<void> {
	assertOnly(actor, null);
	const userId = personOf(actor);
	return needs.store.write(async (tx) => {
		const session = (await tx.sessions.list(userId)).find((one) => one.id === id);
		const user = await tx.users.findById(userId);
		if (!session || !user) throw fault("session-not-found", { session: id });
		await tx.sessions.remove(id);
		const told = {
			actor: actor.name,
			act: "session.end",
			id,
			name: user.name,
			at: needs.now(),
		} as const;
		await recordIdentity(tx, { ...told, before: { method: session.method, createdAt: session.createdAt } });
	});
}
