import { beforeEach, describe, expect, it } from "vitest";
import { componentsOf } from "../../../test/components.ts";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import { subscribe } from "../../../test/subscriptions.ts";
import type { Actor } from "../actor.ts";
import { publishRevision } from "../marketplace/publish-revision.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { createGroup, deleteGroup, describeGroup } from "./edit-group.ts";
import { leaveGroup, removeMember } from "./end-membership.ts";
import { inviteAccount, revokeInvitation } from "./invite-account.ts";
import { listGroups, listInvitations, listJoinedGroups, listMembers } from "./list-groups.ts";

describe.each(engines)("account groups on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let owner: Actor;
	let member: Actor;

	beforeEach(async () => {
		registry.setClock("2026-01-01T00:00:00.000Z");
		owner = await registry.newActor();
		member = await registry.newActor();
		await createGroup(needs, owner, { name: "partners", description: "Who resell." });
	});

	const invite = async (group = "partners") => inviteAccount(needs, owner, { group, note: "for them" });
	const accept = (code: string, actor = member, through = needs) => acceptInvitation(through, actor, { code });
	const join = async (actor = member) => accept((await invite()).code, actor);
	const actsOf = async (actor: Actor) =>
		(await needs.store.read.audit.list(actor.accountId, { limit: 3 })).map(({ act, subjectName }) => [
			act,
			subjectName,
		]);

	it("are created, described and listed, each name once", async () => {
		await createGroup(needs, owner, { name: "a group" });
		expect(await faultOf(() => createGroup(needs, owner, { name: "partners" }))).toMatchObject({
			code: "group-exists",
		});
		expect(await faultOf(() => describeGroup(needs, owner, { group: "partners", name: "a group" }))).toMatchObject({
			code: "group-exists",
		});
		await join();
		await describeGroup(needs, owner, { group: "partners", name: "friends" });
		const groups = await listGroups(needs, owner, { limit: 10 });
		expect(groups.map(({ name, description, members }) => [name, description, members])).toEqual([
			["a group", "", 0],
			["friends", "Who resell.", 1],
		]);
		expect((await listGroups(needs, owner, { after: "a group", limit: 10 })).map(({ name }) => name)).toEqual([
			"friends",
		]);
		expect(await listGroups(needs, member, { limit: 10 })).toEqual([]);
	});

	it("admit an account with the code, once, recorded in both accounts' audits", async () => {
		const { code } = await invite();
		expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
		expect(await acceptInvitation(needs, member, { code, dryRun: true })).toMatchObject({ name: "partners" });
		expect(await accept(code.toLowerCase().replaceAll("-", " "))).toMatchObject({
			name: "partners",
			account: owner.account,
		});
		expect((await listMembers(needs, owner, { group: "partners", limit: 10 })).map(({ account }) => account)).toEqual([
			member.account,
		]);
		expect((await listJoinedGroups(needs, member, { limit: 10 })).map(({ name }) => name)).toEqual(["partners"]);
		expect((await actsOf(owner))[0]).toEqual(["group.join", "partners"]);
		expect((await actsOf(member))[0]).toEqual(["group.join", `${owner.account}/partners`]);
		const told = JSON.stringify(await needs.store.read.audit.list(owner.accountId, { limit: 10 }));
		expect(told).not.toContain(code);
		expect((await listInvitations(needs, owner, { group: "partners", limit: 10 }))[0]).toMatchObject({
			state: "accepted",
			acceptedBy: member.account,
		});
	});

	it("give the same response to every invalid code", async () => {
		const [used, revoked, old] = [await invite(), await invite(), await invite()];
		await accept(used.code);
		await revokeInvitation(needs, owner, { group: "partners", invitation: revoked.invitation.id });
		const other = await registry.newActor();
		registry.setClock(6 * 24 * 60 * 60);
		const faults = [];
		for (const code of [used.code, revoked.code, old.code, "0000-".repeat(8), "", "no code", "x".repeat(5000)])
			faults.push(await faultOf(() => accept(code, other)));
		expect(new Set(faults.map((one) => JSON.stringify(one)))).toEqual(
			new Set([JSON.stringify({ code: "invitation-invalid", details: {} })]),
		);
		expect((await listInvitations(needs, owner, { group: "partners", limit: 10 })).map(({ state }) => state)).toEqual([
			"expired",
			"revoked",
			"accepted",
		]);
	});

	it("accept a code until its six days are over", async () => {
		const { code } = await invite();
		registry.setClock(6 * 24 * 60 * 60 - 1);
		expect(await accept(code)).toMatchObject({ name: "partners" });
	});

	it("admit one of two accounts that accept at once", async () => {
		const second = await registry.second();
		for (let i = 0; i < 6; i++) {
			const { code } = await invite();
			const [a, b] = [await registry.newActor(), await registry.newActor()];
			const results = await Promise.allSettled([accept(code, a), accept(code, b, second)]);
			expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
			const refused = results.find((result) => result.status === "rejected");
			expect(refused?.reason).toMatchObject({ code: "invitation-invalid" });
		}
		expect(await listMembers(needs, owner, { group: "partners", limit: 50 })).toHaveLength(6);
	});

	it("keep the code valid for its recipient when the owner, or a member, tries it", async () => {
		await join();
		const { code } = await invite();
		expect(await faultOf(() => accept(code, owner))).toMatchObject({ code: "group-own" });
		expect(await faultOf(() => accept(code))).toMatchObject({ code: "group-joined" });
		expect(await accept(code, await registry.newActor())).toMatchObject({ name: "partners" });
	});

	it("revoke an invitation once, and only their own", async () => {
		const { invitation } = await invite();
		const revoke = (actor: Actor, group = "partners") =>
			revokeInvitation(needs, actor, { group, invitation: invitation.id });
		await createGroup(needs, member, { name: "partners" });
		expect(await faultOf(() => revoke(member))).toMatchObject({ code: "invitation-not-found" });
		await createGroup(needs, owner, { name: "others" });
		expect(await faultOf(() => revoke(owner, "others"))).toMatchObject({ code: "invitation-not-found" });
		expect(await revoke(owner)).toMatchObject({ invitation: { id: invitation.id } });
		expect(await faultOf(() => revoke(owner))).toMatchObject({ code: "invitation-not-found" });
	});

	it("are not deleted with members in them, and are deleted without", async () => {
		await join();
		const open = await invite();
		expect(await faultOf(() => deleteGroup(needs, owner, { group: "partners" }))).toMatchObject({
			code: "group-has-members",
			details: { accounts: [member.account] },
		});
		await removeMember(needs, owner, { group: "partners", account: member.account });
		await deleteGroup(needs, owner, { group: "partners", dryRun: true });
		expect(await listGroups(needs, owner, { limit: 10 })).toHaveLength(1);
		await deleteGroup(needs, owner, { group: "partners" });
		expect(await listGroups(needs, owner, { limit: 10 })).toEqual([]);
		expect(await faultOf(() => accept(open.code))).toMatchObject({ code: "invitation-invalid" });
	});

	it("never lose an account that joins while the group is deleted", async () => {
		const second = await registry.second();
		const outcomes = new Set<string>();
		for (let i = 0; i < 8; i++) {
			const group = `race-${i}`;
			await createGroup(needs, owner, { name: group });
			const { code } = await invite(group);
			const joining = await registry.newActor();
			const [deleted, joined] = await Promise.allSettled([
				deleteGroup(needs, owner, { group }),
				accept(code, joining, second),
			]);
			const isThere = (await listGroups(needs, owner, { limit: 50 })).some(({ name }) => name === group);
			expect([isThere, deleted.status]).toEqual(
				joined.status === "fulfilled" ? [true, "rejected"] : [false, "fulfilled"],
			);
			outcomes.add(`${deleted.status} ${joined.status}`);
		}
		expect(outcomes.size).toBeGreaterThan(0);
	});

	it("notify both sides of a removal and of a member that leaves", async () => {
		await join();
		await componentsOf(needs, owner).history("web", "img-1");
		await publishRevision(needs, owner, {
			kind: "mci",
			ref: "web",
			to: { everyone: false, groups: ["partners"] },
			publisher: "Acme",
		});
		const removing = { group: "partners", account: member.account };
		const tried = await removeMember(needs, owner, { ...removing, dryRun: true });
		expect(tried).toMatchObject({ account: member.account, owner: "Acme", lost: ["web@1"], subscriptions: [] });
		expect(tried.consequences.join(" ")).toContain("stays");
		expect(await listMembers(needs, owner, { group: "partners", limit: 10 })).toHaveLength(1);
		expect(await removeMember(needs, owner, removing)).toEqual(tried);
		expect((await actsOf(owner))[0]).toEqual(["group.remove", "partners"]);
		expect(await faultOf(() => removeMember(needs, owner, removing))).toMatchObject({ code: "group-member-not-found" });

		await join();
		const [joined] = await listJoinedGroups(needs, member, { limit: 1 });
		const leaving = { group: joined?.id ?? 0 };
		expect(await leaveGroup(needs, member, { ...leaving, dryRun: true })).toEqual(tried);
		await leaveGroup(needs, member, leaving);
		expect((await actsOf(member))[0]).toEqual(["group.leave", "Acme/partners"]);
		expect((await actsOf(owner))[0]).toEqual(["group.leave", "partners"]);
		expect(await faultOf(() => leaveGroup(needs, member, leaving))).toMatchObject({ code: "group-not-found" });
	});

	it("end only the subscriptions to publications that an account no longer sees", async () => {
		await join();
		await componentsOf(needs, owner).history("shared", "img-1");
		await componentsOf(needs, owner).history("public", "img-1");
		const publish = (ref: string, everyone: boolean) =>
			publishRevision(needs, owner, { kind: "mci", ref, to: { everyone, groups: everyone ? [] : ["partners"] } });
		for (const [name, everyone] of [
			["shared", false],
			["public", true],
		] as const) {
			const { publication } = await publish(name, everyone);
			await subscribe(registry, {
				subscriberId: member.accountId,
				publisherId: owner.accountId,
				lineage: publication?.lineage ?? "",
				name,
			});
		}
		const ended = await removeMember(needs, owner, { group: "partners", account: member.account });
		expect(ended.subscriptions.map(({ name }) => name)).toEqual(["shared"]);
		expect((await actsOf(member))[0]).toEqual(["subscription.end", "shared"]);
	});

	it("are found only by their own account", async () => {
		for (const act of [
			() => deleteGroup(needs, member, { group: "partners" }),
			() => describeGroup(needs, member, { group: "partners", description: "mine" }),
			() => listMembers(needs, member, { group: "partners", limit: 10 }),
			() => listInvitations(needs, member, { group: "partners", limit: 10 }),
			() => inviteAccount(needs, member, { group: "partners" }),
			() => removeMember(needs, member, { group: "partners", account: owner.account }),
			() => leaveGroup(needs, member, { group: 1 }),
			() => publishRevision(needs, member, { kind: "mci", ref: "web", to: { everyone: false, groups: ["partners"] } }),
		]) {
			expect(await faultOf(act)).toMatchObject({ code: "group-not-found" });
		}
	});

	it("are managed by publishers, and joined by admins", async () => {
		const { code } = await invite();
		const writer = withRoles(member, "writer");
		expect(await faultOf(() => accept(code, writer))).toMatchObject({ code: "permission-denied" });
		expect(await faultOf(() => createGroup(needs, writer, { name: "mine" }))).toMatchObject({
			code: "permission-denied",
		});
	});
});
