import { fault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { BlindSubscription, StoredAccountGroup, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { endSubscriptions } from "./end-hidden-subscriptions.ts";
import { getGroup, getJoinedGroup, ownerOf } from "./get-group.ts";

/** The consequences of the end of a membership. */
export interface EndedMembership {
	readonly group: string;
	/** The group's owner: the publisher's name, or the account's if it has none. */
	readonly owner: string;
	/** The account that leaves. */
	readonly account: string;
	/** The group's publications that the account no longer sees: `web@3`. */
	readonly lost: readonly string[];
	/** The account's subscriptions that end, because they follow something it no longer sees. */
	readonly subscriptions: readonly BlindSubscription[];
	/** The consequences as sentences, for both accounts. */
	readonly consequences: readonly string[];
}

/** Removes an account from a group of the actor's account. Throws `group-not-found` or `group-member-not-found`. */
export async function removeMember(
	needs: Needs,
	actor: Actor,
	input: { readonly group: string; readonly account: string; readonly dryRun?: boolean | undefined },
): Promise<EndedMembership> {
	assertMay(actor, "groups.manage");
	return needs.store.write(
		async (tx) => {
			const group = await getGroup(tx, actor, input.group);
			const member = await tx.accountGroups.findMember(group.id, input.account);
			const isOut = member !== undefined && (await tx.accountGroups.removeMember(group.id, member.accountId));
			if (!member || !isOut) throw fault("group-member-not-found", { group: group.name, member: input.account });
			const owner = (await tx.publishers.find(actor.accountId))?.name ?? actor.account;
			const ended = await endMembership(needs, tx, { group, owner, member, by: owner });
			const after = { account: member.account, lost: ended.lost, subscriptions: ended.subscriptions.length };
			tx.record(
				auditEntry(actor, "group.remove", group, { at: needs.now(), before: { account: member.account }, after }),
			);
			return ended;
		},
		{ dryRun: input.dryRun },
	);
}

/** Removes the actor's account from another account's group. Throws `group-not-found`. */
export async function leaveGroup(
	needs: Needs,
	actor: Actor,
	input: { readonly group: number; readonly dryRun?: boolean | undefined },
): Promise<EndedMembership> {
	assertMay(actor, "groups.join");
	return needs.store.write(
		async (tx) => {
			const group = await getJoinedGroup(tx, actor, input.group);
			if (!(await tx.accountGroups.removeMember(group.id, actor.accountId)))
				throw fault("group-not-found", { group: String(input.group), account: actor.account });
			const member = { accountId: actor.accountId, account: actor.account };
			const owner = ownerOf(group);
			const ended = await endMembership(needs, tx, { group, owner, member, by: actor.name });
			const at = needs.now();
			const left = { at, after: { lost: ended.lost } };
			const owning = { accountId: group.accountId, name: actor.account };
			tx.record(auditEntry(owning, "group.leave", group, { ...left, before: { account: actor.account } }));
			const joined = { id: group.id, name: `${owner}/${group.name}` };
			tx.record(auditEntry(actor, "group.leave", joined, { ...left, before: { group: group.name, owner } }));
			return ended;
		},
		{ dryRun: input.dryRun },
	);
}

async function endMembership(
	needs: Needs,
	tx: Transaction,
	task: {
		readonly group: StoredAccountGroup;
		readonly owner: string;
		readonly member: { readonly accountId: number; readonly account: string };
		readonly by: string;
	},
): Promise<EndedMembership> {
	const { group, owner, member, by } = task;
	const lost = (await tx.publications.listLost(group.id, member.accountId)).map(({ name, number }) =>
		revisionRef(name, number),
	);
	const subscriptions = await endSubscriptions(needs, tx, { which: { subscriberId: member.accountId }, by });
	const consequences = [
		`What ${member.account} has imported stays in ${member.account}, and works as before.`,
		`${member.account} gets nothing new that is published only to “${group.name}”.`,
		lost.length === 0
			? `${member.account} still sees all that was offered to the group.`
			: `${member.account} no longer sees ${lost.length === 1 ? "one publication" : `${lost.length} publications`} of ${owner}.`,
		...(subscriptions.length === 0
			? []
			: [
					`${subscriptions.length === 1 ? "A subscription ends" : `${subscriptions.length} subscriptions end`}: ${subscriptions.map(({ name }) => name).join(", ")}.`,
				]),
		`An invitation with a new code brings ${member.account} back.`,
	];
	return { group: group.name, owner, account: member.account, lost, subscriptions, consequences };
}
