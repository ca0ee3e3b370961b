import { fault } from "../../core/errors.ts";
import type { Needs } from "../needs.ts";
import { recordIdentity } from "../users/record-identity.ts";
import { beginSession, type NewSession } from "./begin-session.ts";
import { beginAttempt, forgiveAttempt } from "./sign-in-limit.ts";

/** A sign-in attempt with its origin. */
export interface SignIn {
	readonly name: string;
	readonly password: string;
	/** Network address, for the audit. */
	readonly address: string;
	/** The part of the address that counts as one client. */
	readonly network: string;
	/** The browser's User-Agent. */
	readonly agent: string | null;
	/** Secret of the browser's earlier session, which ends. */
	readonly replaces?: string | undefined;
}

const longestName = 100;

/**
 * Starts a session for a name and password. Throws `sign-in-refused`, equally and after an equal time for an unknown
 * name, a wrong password and a disabled user, and `rate-limited`.
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
			id: null,
			name: name.slice(0, longestName),
			at,
		} as const;
		return recordIdentity(tx, { ...told, after: { method: "password", address: asked.address } });
	});
	throw fault("sign-in-refused");
}

/** Undefined if the user was disabled, or got another password, meanwhile. */
function beginOwn(
	needs: Needs,
	asked: SignIn,
	known: { readonly name: string; readonly hash: string | null },
): Promise<NewSession | undefined> {
	return needs.store.write(async (tx) => {
		const user = await tx.users.find(known.name);
		if (!user || user.disabledAt !== null || user.passwordHash !== known.hash) return tx.undo(undefined);
		await forgiveAttempt(needs, tx, asked);
		return beginSession(needs, tx, user, { ...asked, method: "password" });
	});
}
