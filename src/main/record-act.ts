import type { Act } from "../core/audit/index.ts";
import { systemActor } from "../registry/accounts/prepare-registry.ts";
import { auditEntry } from "../registry/audit/audit-entry.ts";
import type { Registry } from "./assemble.ts";

/** Records an act of a start on the whole account in the audit, so that no later start repeats it. */
export async function recordAct(
	{ needs, account }: Pick<Registry, "needs" | "account">,
	act: Extract<Act, `samples.${string}`>,
): Promise<void> {
	await needs.store.write(async (tx) => {
		tx.record(
			auditEntry(
				{ accountId: account.id, name: systemActor(account).name },
				act,
				{ id: account.id, name: account.name },
				{ at: needs.now() },
			),
		);
	});
}
