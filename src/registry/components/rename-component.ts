import { componentAct } from "../../core/audit/index.ts";
import { type ComponentKind, parseComponentName, parseNewName } from "../../core/component/index.ts";
import type { StoredComponent } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { beforeLock, type HeadOf, lockHead } from "./edit-head.ts";
import { assertNameFree } from "./get-component.ts";

/** Days for which the old name answers after a rename. */
export const formerNameDays = 90;
const day = 24 * 60 * 60 * 1000;

/**
 * Renames a component. The old name answers for 90 days and is reserved until then; with `forget`, it and all former
 * names end at once. Commits keep the name that they were made with. Renaming to the current name changes nothing.
 * Throws the kind's `…-exists` or `name-kept`.
 */
export async function renameComponent(
	needs: Needs,
	actor: Actor,
	input: HeadOf<ComponentKind> & {
		readonly to: string;
		readonly forget?: boolean | undefined;
		readonly dryRun?: boolean | undefined;
	},
): Promise<StoredComponent> {
	assertMay(actor, "components.edit");
	const { kind } = input;
	const to = parseComponentName(input.to);
	return needs.store.write(
		async (tx) => {
			const component = await lockHead(needs, tx, actor, input);
			const at = needs.now();
			if (to !== component.name)
				await assertNameFree(tx, actor, { kind, name: parseNewName(to), at, mayReplaceOwn: component.id });
			const isChange =
				to !== component.name || (input.forget && (await tx.components.listFormerNames(component.id, at)).length > 0);
			if (!isChange) return tx.undo(beforeLock(component));
			const until = input.forget ? null : new Date(Date.parse(at) + formerNameDays * day).toISOString();
			await tx.components.rename(component, to, until);
			if (input.forget) await tx.components.forgetFormerNames({ componentId: component.id });
			const before = { name: component.name };
			tx.record(
				auditEntry(
					actor,
					componentAct(component.kind, "rename"),
					{ ...component, name: to },
					{ at, before, after: { name: to, formerNameUntil: until } },
				),
			);
			const [renamed] = await tx.components.listByIds([component.id]);
			return input.dryRun && renamed ? beforeLock(renamed) : (renamed ?? component);
		},
		{ dryRun: input.dryRun },
	);
}
