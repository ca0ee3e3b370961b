import { fault } from "../../core/errors.ts";
import type { Needs } from "../needs.ts";
import { recordIdentity } from "../users/record-identity.ts";
import { beginSession, type NewSession } from "./begin-session.ts";
import { beginAttempt, forgiveAttempt } from "./sign-in-limit.ts";

/** What a person gives to come in, and where from. */
export interface SignIn {
	readonly name: string;
	readonly password: string;
	/** Network address, for the audit. */
	readonly address: string;
	/** What of it counts as one client. */
	readonly network: string;
	/** What the browser says it is. */
	readonly agent: string | null;
	/** Secret of the session that the browser had before: it ends. */
	readonly replaces?: string | undefined;
}

const longestName = 100;

/**
 * Begins a session for a name and password. Throws `sign-in-refused`, the same and after the same time for a name that is nobody's, for
 * another password and for a user who is disabled, and `rate-limited`.
 */
export async function signIn(needs: Needs, asked: SignIn): Promise<NewSession> {
	await beginAttempt(needs, asked);
	const name = asked.name.trim().toLowerCase();
	const user = await needs.store.read.users.find(name);
	const hash = user && user.disabledAt === null ? user.passwordHash : null;
	const isRight = await needs.passwords.verify(asked.password, hash);
	const begun = isRight && user ? await beginOwn(needs, asked, { name, hash }) : undefined;
	if (begun) return begun;
	const at = needs.now();
	await needs.store.write((tx) => {
		const told = {
			actor: "public",
			act: "session.refuse",
			kind: "session",
			id: null,
			name: name.slice(0, longestName),
			at,
		} as const;
		return recordIdentity(tx, { ...told, after: { method: "password", address: asked.address } });
	});
	throw fault("sign-in-refused");
}

/** Undefined where the user was disabled, or got another password, while this one was looked at. */
function beginOwn(
	needs: Needs,
	asked: SignIn,
	known: { readonly name: string; readonly hash: string | null },
): Promise<NewSession | undefined> {
	return needs.store.write(async (tx) => {
		const user = await tx.users.find(known.name);
		if (!user || user.disabledAt !== null || user.passwordHash !== known.hash) return undefined;
		await forgiveAttempt(needs, tx, asked);
		return beginSession(needs, tx, user, { ...asked, method: "password" });
	});
}
