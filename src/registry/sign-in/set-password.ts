import { parsePassword } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredUser, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly, personOf } from "../actor.ts";
import type { Needs } from "../needs.ts";
import type { NewUserWithPassword } from "../users/create-user.ts";
import { generatePassword } from "../users/generate-password.ts";
import { findUser } from "../users/list-users.ts";
import { recordIdentity } from "../users/record-identity.ts";
import { beginAttempt, forgiveAttempt } from "./sign-in-limit.ts";

/**
 * Changes a user's own password and ends their other sessions. Throws `person-needed`, `password-invalid`,
 * `password-wrong` if the old one does not match, and `rate-limited` as for signing in.
 */
export async function setOwnPassword(
	needs: Needs,
	actor: Actor,
	asked: { readonly old: string; readonly password: string; readonly network: string },
): Promise<void> {
	assertOnly(actor, null);
	const user = await needs.store.read.users.findById(personOf(actor));
	if (!user) throw fault("person-needed", { name: actor.name });
	parsePassword(asked.password, user.name);
	const attempt = { name: user.name, network: asked.network };
	await beginAttempt(needs, attempt);
	if (!(await needs.passwords.verify(asked.old, user.passwordHash))) throw fault("password-wrong");
	const passwordHash = await needs.passwords.hash(asked.password);
	await needs.store.write(async (tx) => {
		const now = await tx.users.findById(user.id);
		if (!now || now.passwordHash !== user.passwordHash) throw fault("password-wrong");
		await forgiveAttempt(needs, tx, attempt);
		await put(needs, tx, { actor, user: now, passwordHash, keeps: actor.kind === "user" ? actor.credentialId : null });
	});
}

/**
 * Sets a user's password without the old one and ends all their sessions; omit the password to generate one. Throws
 * `user-not-found` and `password-invalid`.
 */
export async function resetPassword(
	needs: Needs,
	actor: Actor,
	asked: { readonly user: string; readonly password?: string | undefined },
): Promise<NewUserWithPassword> {
	assertMay(actor, "users.manage");
	assertOnly(actor, null);
	const { name } = await findUser(needs.store.read, asked.user);
	const generated = asked.password === undefined ? generatePassword(needs) : null;
	const passwordHash = await needs.passwords.hash(generated ?? parsePassword(asked.password ?? "", name));
	const user = await needs.store.write(async (tx) =>
		put(needs, tx, { actor, user: await findUser(tx, name), passwordHash, keeps: null }),
	);
	return { user, password: generated };
}

async function put(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	to: {
		readonly actor: Actor;
		readonly user: StoredUser;
		readonly passwordHash: string;
		readonly keeps: number | null;
	},
): Promise<StoredUser> {
	const at = needs.now();
	const { id, name } = to.user;
	const after = { ...to.user, passwordHash: to.passwordHash, updatedAt: at };
	await tx.users.update(after);
	await tx.sessions.removeAll(id, to.keeps);
	await recordIdentity(tx, { actor: to.actor.name, act: "user.password", id, name, at });
	return after;
}
