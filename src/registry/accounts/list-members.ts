import { type AccountRole, sortRoles } from "../../core/access/index.ts";
import { fault } from "../../core/errors.ts";
import type { Reads, StoredMembership } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import type { Needs } from "../needs.ts";

/** A user's roles in an account, from every source. */
export interface Member {
	readonly userId: number;
	readonly user: string;
	readonly displayName: string;
	/** When the user was disabled; null = may sign in. */
	readonly disabledAt: string | null;
	readonly roles: readonly AccountRole[];
	/** The roles by source: `given` by an admin, or a sign-in provider. */
	readonly sources: readonly Pick<StoredMembership, "source" | "roles">[];
}

/** The account's members, by name. */
export async function listMembers(needs: Needs, actor: Actor): Promise<Member[]> {
	assertMay(actor, "members.read");
	assertOnly(actor, null);
	return membersOf(needs.store.read, actor.accountId);
}

/** One member. Throws `member-not-found`, also for a user who exists but is not a member. */
export async function getMember(needs: Needs, actor: Actor, name: string): Promise<Member> {
	const members = await listMembers(needs, actor);
	const member = members.find(({ user }) => user === name.trim().toLowerCase());
	if (!member) throw fault("member-not-found", { user: name.slice(0, 120), account: actor.account });
	return member;
}

/** An account's members, each once, by name. */
export async function membersOf(reads: Reads, accountId: number): Promise<Member[]> {
	const byUser = Map.groupBy(await reads.users.listMembers(accountId), ({ userId }) => userId);
	return [...byUser.values()].flatMap((memberships) => {
		const [first] = memberships;
		if (!first) return [];
		const { userId, user, displayName, disabledAt } = first;
		const roles = sortRoles(memberships.flatMap((one) => one.roles));
		return [
			{
				userId,
				user,
				displayName,
				disabledAt,
				roles,
				sources: memberships.map((one) => ({ source: one.source, roles: one.roles })),
			},
		];
	});
}
