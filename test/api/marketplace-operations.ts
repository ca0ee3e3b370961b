import { createGroup } from "../../src/registry/account-groups/edit-group.ts";
import { inviteAccount } from "../../src/registry/account-groups/invite-account.ts";
import { actorWith } from "../../src/registry/actor.ts";
import { publishRevision } from "../../src/registry/marketplace/publish-revision.ts";
import { roleSets } from "../role-sets.ts";
import type { Api, Question } from "./start-api.ts";

type Operation = Question & {
	readonly who: "reader" | "writer" | "admin";
	readonly publicRead?: boolean;
	readonly status?: number;
};

const group = "/v1/account-groups/staff";
const own = { who: "reader", publicRead: false } as const;

/** A request for every operation on groups, publications and the marketplace, for the scene of `makeShared`. */
export const marketplaceOperations: Readonly<Record<string, Operation>> = {
	browseMarketplace: { url: "/v1/marketplace?text=governed", who: "reader" },
	getMarketplaceLineage: { url: "/v1/marketplace/acme%20of%20tests/mci/governed", who: "reader" },
	getMarketplacePublication: { url: "/v1/marketplace/publications/1", who: "reader" },
	listPublications: { url: "/v1/publications", ...own },
	getPublication: { url: "/v1/publications/1", ...own },
	getPublisher: { url: "/v1/publisher", ...own },
	setPublisher: { method: "PATCH", url: "/v1/publisher", body: { url: "https://example.com" }, who: "admin" },
	publishRevision: {
		method: "POST",
		url: "/v1/publications",
		body: { kind: "script", ref: "governed@1", to: { everyone: true } },
		who: "admin",
		status: 201,
	},
	editPublication: { method: "PATCH", url: "/v1/publications/1", body: { notes: "new" }, who: "admin" },
	deprecatePublication: { method: "POST", url: "/v1/publications/1/deprecate", who: "admin" },
	reactivatePublication: { method: "POST", url: "/v1/publications/1/reactivate", who: "admin" },
	retractPublication: { method: "POST", url: "/v1/publications/2/retract", who: "admin" },
	republishPublication: { method: "POST", url: "/v1/publications/3/republish", body: {}, who: "admin" },
	listAccountGroups: { url: "/v1/account-groups", ...own },
	getAccountGroup: { url: group, ...own },
	listGroupMembers: { url: `${group}/members`, ...own },
	listJoinedGroups: { url: "/v1/joined-groups", ...own },
	createAccountGroup: { method: "POST", url: "/v1/account-groups", body: { name: "gone" }, who: "admin", status: 201 },
	describeAccountGroup: { method: "PATCH", url: group, body: { description: "said" }, who: "admin" },
	deleteAccountGroup: { method: "DELETE", url: "/v1/account-groups/gone", who: "admin" },
	listGroupInvitations: { url: `${group}/invitations`, who: "admin" },
	inviteToGroup: { method: "POST", url: `${group}/invitations`, body: {}, who: "admin", status: 201 },
	revokeGroupInvitation: { method: "DELETE", url: `${group}/invitations/1`, who: "admin" },
	removeGroupMember: { method: "DELETE", url: `${group}/members/nobody`, who: "admin", status: 404 },
	acceptInvitation: {
		method: "POST",
		url: "/v1/invitations/accept",
		body: { code: "0000" },
		who: "admin",
		status: 400,
	},
	leaveGroup: { method: "DELETE", url: "/v1/joined-groups/1", who: "admin", status: 404 },
};

/**
 * Publishes the components of `makeLifecycleScene`: two commits of the MCI to everyone, HEAD of the script to a group
 * with an invitation.
 */
export async function makeShared({ registry }: Api): Promise<void> {
	const { needs, account } = registry;
	const actor = actorWith({
		accountId: account.id,
		account: account.name,
		name: "test",
		kind: "token",
		roles: roleSets.admin,
	});
	await createGroup(needs, actor, { name: "staff" });
	await inviteAccount(needs, actor, { group: "staff" });
	const everyone = { everyone: true, groups: [] };
	await publishRevision(needs, actor, { kind: "mci", ref: "governed@1", to: everyone, publisher: "Acme of tests" });
	await publishRevision(needs, actor, { kind: "mci", ref: "governed@2", to: everyone });
	await publishRevision(needs, actor, {
		kind: "script",
		ref: "governed@head",
		to: { everyone: false, groups: ["staff"] },
	});
}
