import { fault } from "../../core/errors.ts";
import type { StoredUser, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { defaultAccount } from "../default-account.ts";
import type { Needs } from "../needs.ts";
import { findUser } from "./list-users.ts";
import { recordIdentity } from "./record-identity.ts";
import { parseUserFields } from "./user-fields.ts";

/** The fields to change. Omitted fields keep their value. */
export interface UserPatch {
	readonly displayName?: string | undefined;
	readonly email?: string | null | undefined;
	readonly isOperator?: boolean | undefined;
	/** True ends all sessions and disables the user's tokens; false lets the user sign in again. */
	readonly isDisabled?: boolean | undefined;
}

/**
 * Edits a user. Throws `user-not-found`, `user-invalid`, and `user-last-operator` for the last operator who could sign
 * in.
 */
export function editUser(
	needs: Needs,
	actor: Actor,
	asked: { readonly name: string } & UserPatch,
): Promise<StoredUser> {
	assertMay(actor, "users.manage");
	assertOnly(actor, null);
	return needs.store.write(async (tx) => {
		const at = needs.now();
		const before = await findUser(tx, asked.name);
		const { displayName = before.displayName, email = before.email, isOperator = before.isOperator } = asked;
		const disabledAt =
			asked.isDisabled === undefined ? before.disabledAt : asked.isDisabled ? (before.disabledAt ?? at) : null;
		const after = parseUserFields({ ...before, displayName, email, isOperator, disabledAt, updatedAt: at });
		if (isSame(before, after)) return tx.undo(before);
		if (isWayIn(before) && !isWayIn(after)) await assertNotLast(tx, before);
		await tx.users.update(after);
		if (before.disabledAt === null && disabledAt !== null) await tx.sessions.removeAll(before.id, null);
		const told = {
			actor: actor.name,
			act: actOf(before, after),
			id: before.id,
			name: before.name,
			at,
		} as const;
		await recordIdentity(tx, { ...told, before: shown(before), after: shown(after) });
		return after;
	});
}

function shown({ displayName, email, isOperator, disabledAt }: StoredUser) {
	return { displayName, email, isOperator, disabledAt };
}

function isSame(before: StoredUser, after: StoredUser): boolean {
	return JSON.stringify(shown(before)) === JSON.stringify(shown(after));
}

function actOf(before: StoredUser, after: StoredUser): "user.edit" | "user.enable" | "user.disable" {
	if ((before.disabledAt === null) === (after.disabledAt === null)) return "user.edit";
	return after.disabledAt === null ? "user.enable" : "user.disable";
}

/** An operator who can sign in with a password, without depending on another server. */
function isWayIn(user: StoredUser): boolean {
	return user.isOperator && user.disabledAt === null && user.passwordHash !== null;
}

async function assertNotLast(tx: Transaction, user: StoredUser): Promise<void> {
	// Two operators who disable each other at once: the second sees the first one's change.
	const account = await tx.accounts.find(defaultAccount);
	if (account) await tx.accounts.lock(account.id);
	const operators = await tx.users.listOperators();
	if (operators.some((one) => one.id !== user.id && isWayIn(one))) return;
	throw fault("user-last-operator", { user: user.name });
}
