import { someOf } from "../../base/some-of.ts";
import { fault } from "../../core/errors.ts";
import { parseGroupName } from "../../core/marketplace/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { StoredAccountGroup } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { getGroup } from "./get-group.ts";

const descriptionLimit = 16 * 1024;

/** Creates an account group without members. Throws `group-invalid` or `group-exists`. */
export async function createGroup(
	needs: Needs,
	actor: Actor,
	input: { readonly name: string; readonly description?: string | undefined },
): Promise<StoredAccountGroup> {
	assertMay(actor, "groups.manage");
	const name = parseGroupName(input.name);
	const description = checkDescription(name, input.description ?? "");
	return needs.store.write(async (tx) => {
		await tx.accounts.lock(actor.accountId);
		if (await tx.accountGroups.find(actor.accountId, name)) throw fault("group-exists", { group: name });
		const at = needs.now();
		const made = await tx.accountGroups.insert({ accountId: actor.accountId, name, description, at });
		tx.record(auditEntry(actor, "group.create", made, { at, before: null, after: { name, description } }));
		return made;
	});
}

/** Changes a group's name or description. Omitted fields keep their value, and so do members and publications. */
export async function describeGroup(
	needs: Needs,
	actor: Actor,
	input: { readonly group: string; readonly name?: string | undefined; readonly description?: string | undefined },
): Promise<StoredAccountGroup> {
	assertMay(actor, "groups.manage");
	return needs.store.write(async (tx) => {
		await tx.accounts.lock(actor.accountId);
		const before = await getGroup(tx, actor, input.group);
		const name = parseGroupName(input.name ?? before.name);
		const description = checkDescription(name, input.description ?? before.description);
		if (name === before.name && description === before.description) return tx.undo(before);
		if (name !== before.name && (await tx.accountGroups.find(actor.accountId, name)))
			throw fault("group-exists", { group: name });
		const at = needs.now();
		await tx.accountGroups.describe(before.id, { name, description, at });
		const told = { name: before.name, description: before.description };
		tx.record(
			auditEntry(actor, "group.describe", { id: before.id, name }, { at, before: told, after: { name, description } }),
		);
		return { ...before, name, description, updatedAt: at };
	});
}

/**
 * Deletes a group without members, with its open invitations. Returns the publications that only this group could see.
 * Throws `group-has-members`.
 */
export async function deleteGroup(
	needs: Needs,
	actor: Actor,
	input: { readonly group: string; readonly dryRun?: boolean | undefined },
): Promise<{ readonly group: StoredAccountGroup; readonly publications: readonly string[] }> {
	assertMay(actor, "groups.manage");
	return needs.store.write(
		async (tx) => {
			await tx.accounts.lock(actor.accountId);
			const group = await getGroup(tx, actor, input.group);
			const members = await tx.accountGroups.listMembers(group.id, { limit: 10 });
			if (members.length > 0) {
				const names = members.map(({ account }) => account);
				throw fault("group-has-members", { group: group.name, members: someOf(names), accounts: names });
			}
			const publications = (await tx.publications.listOfGroup(group.id)).map(({ name, number }) =>
				revisionRef(name, number),
			);
			await tx.accountGroups.remove(group.id);
			const before = { name: group.name, description: group.description, publications };
			tx.record(auditEntry(actor, "group.delete", group, { at: needs.now(), before, after: null }));
			return { group, publications };
		},
		{ dryRun: input.dryRun },
	);
}

function checkDescription(name: string, text: string): string {
	if (text.length <= descriptionLimit) return text;
	throw fault("group-invalid", { name, problem: `its description is longer than ${descriptionLimit} characters` });
}
