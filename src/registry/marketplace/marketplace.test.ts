import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { componentsOf } from "../../../test/components.ts";
import { type Act, groups, MarketplaceModel, offers, others } from "../../../test/marketplace-model.ts";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import { acceptInvitation } from "../account-groups/accept-invitation.ts";
import { createGroup } from "../account-groups/edit-group.ts";
import { leaveGroup } from "../account-groups/end-membership.ts";
import { inviteAccount } from "../account-groups/invite-account.ts";
import type { Actor } from "../actor.ts";
import { importPublication } from "../imports/import-publication.ts";
import { browseMarketplace } from "./browse-marketplace.ts";
import { editPublication } from "./edit-publication.ts";
import { getLineagePage } from "./get-lineage-page.ts";
import { publishRevision } from "./publish-revision.ts";
import { setPublicationState } from "./set-publication-state.ts";

const to = fc.oneof(fc.constant("everyone" as const), fc.subarray([...groups], { minLength: 1 }));
const offer = fc.constantFrom(...offers);
const acts: fc.Arbitrary<Act> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ act: fc.constant("publish" as const), offer, to }) },
	{ weight: 2, arbitrary: fc.record({ act: fc.constant("edit" as const), offer, to }) },
	{
		weight: 4,
		arbitrary: fc.record({
			act: fc.constantFrom("deprecate" as const, "reactivate" as const, "retract" as const),
			offer,
		}),
	},
	{
		weight: 3,
		arbitrary: fc.record({
			act: fc.constantFrom("join" as const, "leave" as const),
			account: fc.constantFrom(...others),
			group: fc.constantFrom(...groups),
		}),
	},
);

describe.each(engines)("the marketplace on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;

	/** A publisher with all publications and groups, and other accounts. */
	async function newWorld() {
		const publisher = await registry.newActor();
		const make = componentsOf(needs, publisher);
		await make.history("m", "m-1", "m-2", "m-3");
		await make.history("n", "n-1");
		await make.template("t", { mcis: ["m@1"] });
		await make.commit("template", "t");
		for (const name of groups) await createGroup(needs, publisher, { name });
		return { publisher, b: await registry.newActor(), c: await registry.newActor() };
	}
	type World = Awaited<ReturnType<typeof newWorld>>;

	async function perform(world: World, act: Act): Promise<string | undefined> {
		const { publisher } = world;
		const idOf = async (ref: string) => {
			const [name = "", number] = ref.split("@");
			const found = await needs.store.read.publications.listOwn({ accountId: publisher.accountId, name, limit: 100 });
			return found.find((one) => one.number === Number(number))?.id ?? 999_999_999;
		};
		const run = async () => {
			switch (act.act) {
				case "publish": {
					const kind = act.offer === "t@1" ? "template" : "mci";
					return publishRevision(needs, publisher, { kind, ref: act.offer, to: inputOf(act.to) });
				}
				case "edit":
					return editPublication(needs, publisher, { publication: await idOf(act.offer), to: inputOf(act.to) });
				case "join": {
					const { code } = await inviteAccount(needs, publisher, { group: act.group });
					return acceptInvitation(needs, world[act.account], { code });
				}
				case "leave": {
					const group = await needs.store.read.accountGroups.find(publisher.accountId, act.group);
					return leaveGroup(needs, world[act.account], { group: group?.id ?? 0 });
				}
				default:
					return setPublicationState(needs, publisher, { publication: await idOf(act.offer), act: act.act });
			}
		};
		let code: string | undefined;
		await run().catch(async (error: unknown) => {
			code = (await faultOf(() => Promise.reject(error))).code;
		});
		return code;
	}

	const inputOf = (audience: "everyone" | readonly string[]) =>
		audience === "everyone" ? { everyone: true, groups: [] } : { everyone: false, groups: audience };
	const refOf = ({ name, number }: { readonly name: string; readonly number: number }) => `${name}@${number}`;

	async function seenBy(world: World, actor: Actor) {
		const ask = async (sort: "name" | "published" | "imports") => {
			const found = await browseMarketplace(needs, actor, { sort, limit: 100 });
			return found.filter(({ accountId }) => accountId === world.publisher.accountId).map(refOf);
		};
		return {
			name: await ask("name"),
			published: (await ask("published")).sort(),
			imports: (await ask("imports")).sort(),
		};
	}

	it("shows every account what the rules allow, after any sequence of acts", async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(acts, { minLength: 5, maxLength: 24 }), async (history) => {
				const world = await newWorld();
				const model = new MarketplaceModel();
				for (const act of history) {
					expect([act, await perform(world, act)]).toEqual([act, model.do(act)]);
				}
				for (const who of ["publisher", ...others] as const) {
					const expected = model.shown(who);
					expect(await seenBy(world, world[who])).toEqual({ name: expected, published: expected, imports: expected });
					for (const lineage of ["m", "n", "t"] as const) {
						const known = await needs.store.read.components.find(
							world.publisher.accountId,
							lineage === "t" ? "template" : "mci",
							lineage,
						);
						const asked = { publisherId: world.publisher.accountId, lineage: known?.lineage ?? "" };
						const found = await needs.store.read.publications.listVisibleOfLineage(world[who].accountId, asked);
						expect(found.map(refOf).sort()).toEqual(
							offers.filter((one) => one.startsWith(lineage) && model.sees(who, one)),
						);
						for (const one of offers.filter((ref) => ref.startsWith(lineage))) {
							const seen = await needs.store.read.publications.findVisibleRevision(
								world[who].accountId,
								asked.lineage,
								Number(one.slice(2)),
							);
							expect([one, seen !== undefined]).toEqual([one, model.sees(who, one)]);
						}
					}
				}
				const fronts = await needs.store.read.publications.listOwn({
					accountId: world.publisher.accountId,
					limit: 100,
				});
				const stranger = await registry.newActor();
				expect(
					fronts
						.filter(({ isFront }) => isFront)
						.map(refOf)
						.sort(),
				).toEqual((await seenBy(world, stranger)).name.sort());
			}),
			{ numRuns: 8 },
		);
	}, 120_000);

	it("is paged in each order without losing or repeating a row, for public and restricted publications", async () => {
		const { publisher, b } = await newWorld();
		const make = componentsOf(needs, publisher);
		const { code } = await inviteAccount(needs, publisher, { group: "g1" });
		await acceptInvitation(needs, b, { code });
		for (let i = 0; i < 9; i++) {
			const name = `page-${(i * 4) % 9}`;
			await make.history(name, `${name}-1`);
			registry.setClock(1);
			await publishRevision(needs, publisher, {
				kind: "mci",
				ref: name,
				to: i % 3 === 0 ? { everyone: false, groups: ["g1"] } : { everyone: true, groups: [] },
			});
		}
		const profile = await needs.store.read.publishers.find(publisher.accountId);
		for (const sort of ["name", "published", "imports"] as const) {
			const asked = { sort, publisher: profile?.name.toUpperCase() ?? "" };
			const whole = await browseMarketplace(needs, b, { ...asked, limit: 100 });
			expect(whole).toHaveLength(9);
			const paged = [];
			for (let after: { key: string; id: number } | undefined; ; ) {
				const page = await browseMarketplace(needs, b, { ...asked, after, limit: 2 });
				paged.push(...page);
				const last = page.at(-1);
				if (page.length < 2 || !last) break;
				after = {
					key: { name: last.name, published: last.publishedAt, imports: String(last.importsCount) }[sort],
					id: last.id,
				};
			}
			expect(paged.map(({ id }) => id)).toEqual(whole.map(({ id }) => id));
		}
	});

	it("is filtered by every search field", async () => {
		const { publisher, b } = await newWorld();
		const make = componentsOf(needs, publisher);
		await make.mci("zebra", "z-1");
		await make.put("zebra", "ami-z", "azure-eastus");
		await make.commit("mci", "zebra");
		await make.script("zebra-setup");
		await make.commit("script", "zebra-setup");
		await publishRevision(needs, publisher, {
			kind: "mci",
			ref: "zebra",
			to: inputOf("everyone"),
			short: "Striped 100% base",
			categories: ["Web Servers", "savanna"],
		});
		await publishRevision(needs, publisher, {
			kind: "script",
			ref: "zebra-setup",
			to: inputOf("everyone"),
			description: "Paints stripes.",
		});
		await publishRevision(needs, publisher, { kind: "template", ref: "t", to: inputOf("everyone") });
		const ask = async (filter: object) =>
			(await browseMarketplace(needs, b, { sort: "name", limit: 100, ...filter }))
				.filter(({ accountId }) => accountId === publisher.accountId)
				.map(({ name }) => name);
		expect(await ask({})).toEqual(["t", "zebra", "zebra-setup"]);
		for (const [filter, expected] of [
			[{ kind: "script" }, ["zebra-setup"]],
			[{ category: "web  servers" }, ["zebra"]],
			[{ category: "web" }, []],
			[{ cloud: "azure-eastus" }, ["zebra"]],
			[{ cloud: "gcp" }, ["t", "zebra"]],
			[{ cloud: "gcp", kind: "template" }, ["t"]],
			[{ cloud: "azure-westeurope" }, []],
			[{ text: "PAINTS" }, ["zebra-setup"]],
			[{ text: "strip" }, ["zebra", "zebra-setup"]],
			[{ text: "base zebra" }, ["zebra"]],
			[{ text: "100%" }, ["zebra"]],
			[{ text: "0%b" }, []],
			[{ text: "ze" }, ["zebra", "zebra-setup"]],
			[{ os: "debian" }, []],
			[{ architecture: "arm64" }, []],
			[{ publisher: "nobody" }, []],
		] as const) {
			expect([filter, await ask(filter)]).toEqual([filter, expected]);
		}
	});

	it("shows a lineage by its readable address and by any of its publications", async () => {
		const { publisher, b, c } = await newWorld();
		const first = await publishRevision(needs, publisher, {
			kind: "mci",
			ref: "m@1",
			to: inputOf("everyone"),
			notes: "first",
		});
		await publishRevision(needs, publisher, { kind: "mci", ref: "m@2", to: inputOf(["g1"]), notes: "second" });
		const address = { publisher: publisher.account.toUpperCase(), kind: "mci", name: "m" } as const;
		const page = await getLineagePage(needs, b, address);
		expect(page.revisions.map(({ number, notes, isImported }) => [number, notes, isImported])).toEqual([
			[1, "first", false],
		]);
		expect(await getLineagePage(needs, b, { publication: first.publication?.id ?? 0 })).toEqual(page);
		expect((await getLineagePage(needs, publisher, address)).revisions.map(({ number }) => number)).toEqual([2, 1]);
		await setPublicationState(needs, publisher, { publication: first.publication?.id ?? 0, act: "retract" });
		for (const wanted of [address, { publication: first.publication?.id ?? 0 }]) {
			expect(await faultOf(() => getLineagePage(needs, c, wanted))).toMatchObject({ code: "publication-not-found" });
		}
	});

	it("shows imported publications that are no longer visible to the account, and marks them", async () => {
		const world = await newWorld();
		const { publisher, b } = world;
		await publishRevision(needs, publisher, { kind: "mci", ref: "m@1", to: inputOf("everyone") });
		const { publication } = await publishRevision(needs, publisher, { kind: "mci", ref: "m@2", to: inputOf(["g1"]) });
		const address = { publisher: publisher.account, kind: "mci", name: "m" } as const;
		const shown = async () => {
			const { revisions, front } = await getLineagePage(needs, b, address);
			return {
				front: front?.number ?? null,
				rows: revisions.map(({ number, isImported, isOffered }) => [number, isImported, isOffered]),
			};
		};
		await perform(world, { act: "join", account: "b", group: "g1" });
		expect(await shown()).toEqual({
			front: 2,
			rows: [
				[2, false, true],
				[1, false, true],
			],
		});
		await importPublication(needs, b, { ref: String(publication?.id) });
		await perform(world, { act: "leave", account: "b", group: "g1" });
		expect(await shown()).toEqual({
			front: 1,
			rows: [
				[2, true, false],
				[1, false, true],
			],
		});
	});

	it("answers the same for nonexistent and for hidden publications", async () => {
		const { publisher, b } = await newWorld();
		const { publication } = await publishRevision(needs, publisher, { kind: "mci", ref: "m@1", to: inputOf(["g1"]) });
		const id = publication?.id ?? 0;
		for (const [hidden, absent] of [
			[
				() => getLineagePage(needs, b, { publication: id }),
				() => getLineagePage(needs, b, { publication: 123_456_789 }),
			],
			[
				() => setPublicationState(needs, b, { publication: id, act: "retract" }),
				() => setPublicationState(needs, b, { publication: 123_456_789, act: "retract" }),
			],
			[
				() => editPublication(needs, b, { publication: id, short: "mine" }),
				() => editPublication(needs, b, { publication: 123_456_789, short: "mine" }),
			],
		] as const) {
			const [one, other] = [await faultOf(hidden), await faultOf(absent)];
			expect([one.code, Object.keys(one.details)]).toEqual([other.code, Object.keys(other.details)]);
			expect(one.code).toBe("publication-not-found");
		}
	});
});
