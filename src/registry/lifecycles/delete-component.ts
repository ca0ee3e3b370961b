import { someOf } from "../../base/some-of.ts";
import { componentAct } from "../../core/audit/index.ts";
import type { ComponentKind } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { StoredComponent } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { beforeLock, type HeadOf, lockHead } from "../components/edit-head.ts";
import type { Needs } from "../needs.ts";
import { listUsages, usageText } from "../where-used/component-usages.ts";

/**
 * Deletes HEAD and every revision, and returns the component as it was. Throws `component-used`, listing all uses,
 * while a template, a server or a restricted channel uses a revision, or a publication of one is not retracted. Clones
 * stay and remember its name. A deleted import is no longer followed.
 */
export async function deleteComponent(
	needs: Needs,
	actor: Actor,
	input: HeadOf<ComponentKind> & { readonly dryRun?: boolean | undefined },
): Promise<StoredComponent> {
	assertMay(actor, "components.edit");
	return needs.store.write(
		async (tx) => {
			const component = await lockHead(needs, tx, actor, input);
			const usages = await listUsages(tx, [component]);
			const binding = usages.filter((usage) => usage.kind !== "channel" || usage.restricted);
			if (binding.length > 0) {
				const named = [...new Set(binding.map(usageText))];
				throw fault("component-used", {
					name: component.name,
					count: named.length,
					users: someOf(named),
					usages: binding,
				});
			}
			const { name, lineage, latest, description, tags, publisher } = component;
			await tx.publications.detach(component.id);
			await tx.components.remove(component.id);
			// Otherwise following it would bring it back.
			if (publisher !== null) await tx.subscriptions.remove(actor.accountId, lineage);
			tx.record(
				auditEntry(actor, componentAct(component.kind, "delete"), component, {
					at: needs.now(),
					before: { name, lineage, latest, description, tags },
					after: null,
				}),
			);
			return input.dryRun ? beforeLock(component) : component;
		},
		{ dryRun: input.dryRun },
	);
}
