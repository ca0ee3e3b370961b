import { fault } from "../../core/errors.ts";
import type { DescribedAccount } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { findAccount } from "./list-accounts.ts";

const longestDescription = 16 * 1024;

/** The checked description. Throws `account-invalid` if it is too long. */
export function parseAccountDescription(account: string, text: string): string {
	if (text.length <= longestDescription) return text;
	throw fault("account-invalid", {
		account,
		problem: `its description is longer than ${longestDescription} characters`,
	});
}

/**
 * Sets an account's description: the actor's own account or, for an operator, any. Throws `account-not-found` and
 * `account-invalid`.
 */
export function describeAccount(
	needs: Needs,
	actor: Actor,
	asked: { readonly name: string; readonly description: string },
): Promise<DescribedAccount> {
	assertMay(actor, "account.describe");
	assertOnly(actor, null);
	const description = parseAccountDescription(asked.name, asked.description);
	return needs.store.write(async (tx) => {
		const isAny = actor.may.has("accounts.manage");
		const before = await findAccount(tx, asked.name, isAny ? {} : { id: actor.accountId });
		if (before.description === description) return tx.undo(before);
		await tx.accounts.describe(before.id, description);
		const told = { before: { description: before.description }, after: { description } };
		tx.record(
			auditEntry({ accountId: before.id, name: actor.name }, "account.describe", before, { at: needs.now(), ...told }),
		);
		return { ...before, description };
	});
}
