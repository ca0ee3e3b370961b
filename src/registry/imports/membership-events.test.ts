import { describe, expect, it } from "vitest";
import { componentsOf } from "../../../test/components.ts";
import { engines, useRegistry } from "../../../test/registries.ts";
import { subscribe } from "../../../test/subscriptions.ts";
import { eventListeners } from "../../main/event-listeners.ts";
import { acceptInvitation } from "../account-groups/accept-invitation.ts";
import { createGroup } from "../account-groups/edit-group.ts";
import { leaveGroup, removeMember } from "../account-groups/end-membership.ts";
import { inviteAccount } from "../account-groups/invite-account.ts";
import { dispatchEvents } from "../events/dispatch-events.ts";
import { listNotifications } from "../events/list-notifications.ts";
import { publishRevision } from "../marketplace/publish-revision.ts";
import { setPublicationState } from "../marketplace/set-publication-state.ts";

describe.each(engines)("the events of groups and publications, on %s", (engine) => {
	const registry = useRegistry(engine);

	it("reach both sides of a membership, and former followers", async () => {
		const { needs } = registry;
		const [owner, member] = [await registry.newActor(), await registry.newActor()];
		const told = async (actor: typeof owner) =>
			(await listNotifications(needs, actor, { limit: 100 })).toReversed().map(({ event }) => event);
		const title = async (actor: typeof owner) => (await listNotifications(needs, actor, { limit: 1 }))[0]?.title;
		const dispatch = () => dispatchEvents(needs, { limit: 1000, listeners: eventListeners });
		await createGroup(needs, owner, { name: "partners" });
		const join = async () => {
			const { code } = await inviteAccount(needs, owner, { group: "partners" });
			return acceptInvitation(needs, member, { code });
		};
		const joined = await join();
		await componentsOf(needs, owner).history("web", "img-1");
		const to = { everyone: false, groups: ["partners"] };
		const { publication } = await publishRevision(needs, owner, {
			kind: "mci",
			ref: "web",
			to,
			publisher: `Acme ${owner.account}`,
		});
		await subscribe(registry, {
			subscriberId: member.accountId,
			publisherId: owner.accountId,
			lineage: publication?.lineage ?? "",
			name: "web",
		});
		await dispatch();
		expect(await told(owner)).toEqual([
			"group.invited",
			"group.joined",
			"component.committed",
			"publication.published",
		]);
		expect(await told(member)).toEqual(["group.joined"]);

		await removeMember(needs, owner, { group: "partners", account: member.account });
		await dispatch();
		expect((await told(owner)).at(-1)).toBe("group.removed");
		expect((await told(member)).slice(1).sort()).toEqual(["group.removed", "subscription.failed"]);
		expect(await title(member)).toContain(`Acme ${owner.account}`);

		await join();
		await leaveGroup(needs, member, { group: joined.id });
		await setPublicationState(needs, owner, { publication: publication?.id ?? 0, act: "retract" });
		await dispatch();
		expect((await told(owner)).slice(-2)).toEqual(["group.left", "publication.retracted"]);
		expect((await told(member)).at(-1)).toBe("group.left");
	});
});
