import { systemActor } from "../registry/accounts/prepare-registry.ts";
import type { Registry } from "./assemble.ts";

/** Tells the audit of something that a start did to the whole account, so that no later start does it again. */
export async function recordAct({ needs, account }: Pick<Registry, "needs" | "account">, act: string): Promise<void> {
	await needs.store.write(async (tx) => {
		tx.record({
			accountId: account.id,
			at: needs.now(),
			actor: systemActor(account).name,
			act,
			subjectKind: "account",
			subjectId: account.id,
			subjectName: account.name,
			headVersion: null,
			before: null,
			after: null,
		});
	});
}
