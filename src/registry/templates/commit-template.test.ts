import { beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import { type TemplateBuilder, templateBuilder } from "../../../test/template-builders.ts";
import type { Actor } from "../actor.ts";
import { moveChannel } from "../channels/move-channel.ts";
import { digestOf } from "../components/component-content.ts";
import { getHead, getRevision } from "../components/get-component.ts";
import { allPins } from "../components/template-pins.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import { lintRevision } from "../lint/lint-revision.ts";
import { commitRevision } from "../revisions/commit-revision.ts";
import { changeTemplateInputs } from "./edit-template-inputs.ts";
import { addTemplateMci, removeTemplateMci, swapTemplateMci } from "./edit-template-mcis.ts";
import { addTemplateScript } from "./edit-template-scripts.ts";
import { setScript } from "./replace-script.ts";

const name = "shop";

describe.each(engines)("the commit of a template on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let build: TemplateBuilder;

	beforeEach(async () => {
		actor = await registry.newActor("writer");
		build = templateBuilder(needs, actor);
		await build.mci("web", 2);
		await build.mci("db", 1);
		await build.script("setup", 1);
	});

	const at = { name, expected: null };
	const latestOf = async (kind: "mci" | "script" | "template", one: string) =>
		(await getHead(needs, actor, { kind, name: one })).component.latest;
	const acts = async () =>
		(await needs.store.read.audit.list(actor.accountId, { limit: 1000 })).map(
			(entry) => `${entry.act} ${entry.subjectName}`,
		);

	it("of pinned commits has the pins of HEAD, and never changes", async () => {
		await build.template(name, { mcis: ["web@1", "db"], boot: ["setup"] });
		const { revision, dependencies, changes } = await build.commit("template", name);
		expect(revision).toMatchObject({ number: 1, notes: [] });
		expect(dependencies).toEqual([]);
		expect(changes.map((change) => change.kind)).toEqual([
			"mci-added",
			"mci-added",
			"default-changed",
			"scripts-changed",
		]);
		await swapTemplateMci(needs, actor, { ...at, ref: "web@2" });
		await changeTemplateInputs(needs, actor, { ...at, inputs: { A: "x" } });
		expect(await build.pins(`${name}@1`)).toBe("web@1* db@1 | setup@1");
		expect(digestOf(needs, (await getRevision(needs, actor, { kind: "template", ref: `${name}@1` })).content)).toBe(
			revision.digest,
		);
		await build.commit("template", name);
		expect([await build.pins(`${name}@1`), await build.pins(`${name}@2`)]).toEqual([
			"web@1* db@1 | setup@1",
			"web@2* db@1 | setup@1",
		]);
	});

	it("is refused when nothing changed", async () => {
		await build.template(name, { mcis: ["web"] });
		await build.commit("template", name);
		expect(await faultOf(() => build.commit("template", name))).toMatchObject({
			code: "nothing-to-commit",
			details: { name, revision: 1 },
		});
	});

	describe("that would pin HEADs", () => {
		beforeEach(() => build.template(name, { mcis: ["web@head", "db"], boot: ["setup@head", "setup@1"] }));

		it("is refused with their names without a choice, and nothing is written", async () => {
			await build.change("web", "uncommitted");
			const before = await acts();
			for (const heads of [undefined, "refuse"] as const) {
				const refusal = await faultOf(() => build.commit("template", name, heads));
				expect(refusal).toMatchObject({
					code: "template-pins-head",
					details: { name, heads: ["web", "setup"], pinned: "web@head, setup@head" },
				});
			}
			expect(await acts()).toEqual(before);
			expect([await latestOf("template", name), await latestOf("mci", "web")]).toEqual([0, 2]);
		});

		it("commits them too: the commit pins the new numbers with their digests, HEAD still pins the HEADs", async () => {
			await build.change("web", "fresh");
			await setScript(needs, actor, { name: "setup", expected: null, source: "#!/bin/sh\necho fresh\n" });
			const before = (await acts()).length;
			const committed = await build.commit("template", name, "commit");
			expect(committed.dependencies.map((one) => `${one.kind} ${one.name}@${one.revision.number}`)).toEqual([
				"mci web@3",
				"script setup@2",
			]);
			expect(committed.revision.notes).toEqual([]);
			expect(await build.pins(name)).toBe("web@3* db@1 | setup@2 setup@1");
			expect(await build.pins(`${name}@head`)).toBe("web@head* db@1 | setup@head setup@1");
			for (const { part, pin } of allPins((await getRevision(needs, actor, { kind: "template", ref: name })).content)) {
				const [pinned] = await needs.store.read.components.listByLineages(actor.accountId, [pin.lineage]);
				const revision = await needs.store.read.revisions.find(pinned?.id ?? 0, pin.revision);
				expect(pin.digest, part).toBe(revision?.digest);
			}
			expect((await acts()).slice(0, (await acts()).length - before)).toEqual([
				`template.commit ${name}`,
				"script.commit setup",
				"mci.commit web",
			]);
			expect((await getRevision(needs, actor, { kind: "mci", ref: "web@3" })).content.settings[0]?.image.uid).toBe(
				"fresh",
			);
		});

		it("commits a HEAD that was never committed", async () => {
			await build.mci("new", 0);
			await build.change("new", "first");
			await addTemplateMci(needs, actor, { ...at, ref: "new" });
			const { dependencies } = await build.commit("template", name, "commit");
			expect(dependencies.map((one) => `${one.name}@${one.revision.number}`)).toEqual(["new@1"]);
			expect(await build.pins(name)).toBe("web@2* db@1 new@1 | setup@1 setup@1");
		});

		it("pins the newest commit of an unchanged HEAD, and does not change that HEAD's version", async () => {
			const before = await getHead(needs, actor, { kind: "mci", name: "web" });
			const { dependencies } = await build.commit("template", name, "commit");
			expect(dependencies).toEqual([]);
			expect(await build.pins(name)).toBe("web@2* db@1 | setup@1 setup@1");
			expect(await getHead(needs, actor, { kind: "mci", name: "web" })).toEqual(before);
		});

		it("commits one HEAD once, however often it is pinned", async () => {
			await addTemplateScript(needs, actor, { ...at, sequence: "decommission", ref: "setup@head" });
			await setScript(needs, actor, { name: "setup", expected: null, source: "#!/bin/sh\necho once\n" });
			const { dependencies } = await build.commit("template", name, "commit");
			expect(dependencies.map((one) => one.name)).toEqual(["setup"]);
			expect(await latestOf("script", "setup")).toBe(2);
			const { content } = await getRevision(needs, actor, { kind: "template", ref: name });
			expect(content.scripts.decommission[0]).toEqual(content.scripts.boot[0]);
		});

		it("is refused when neither they nor the template changed since the last", async () => {
			await build.commit("template", name, "commit");
			const before = await acts();
			expect(await faultOf(() => build.commit("template", name, "commit"))).toMatchObject({
				code: "nothing-to-commit",
				details: { name },
			});
			expect(await acts()).toEqual(before);
			await build.change("web", "newer");
			expect((await build.commit("template", name, "commit")).revision.number).toBe(2);
			expect(await build.pins(name)).toBe("web@3* db@1 | setup@1 setup@1");
			expect(await build.pins(`${name}@1`), "the one before stays").toBe("web@2* db@1 | setup@1 setup@1");
		});

		it("commits nothing of them when lint refuses one of them, or the template", async () => {
			await needs.store.write(async (tx) => {
				const policy = await tx.accounts.getPolicy(actor.accountId);
				await tx.accounts.setPolicy(actor.accountId, { ...policy, requiredClouds: ["gcp", "aws-us-east-1"] });
				tx.record({
					accountId: actor.accountId,
					at: needs.now(),
					actor: "t",
					act: "account.set-policy",
					subjectKind: "account",
					subjectId: null,
					subjectName: "",
					headVersion: null,
					before: null,
					after: null,
				});
			});
			await setScript(needs, actor, { name: "setup", expected: null, source: "#!/bin/sh\necho fresh\n" });
			await build.change("web", "fresh");
			const before = await acts();
			expect(await faultOf(() => build.commit("template", name, "commit"))).toMatchObject({
				code: "lint-errors",
				details: { name: "web" },
			});
			expect(await acts()).toEqual(before);
			expect([
				await latestOf("mci", "web"),
				await latestOf("script", "setup"),
				await latestOf("template", name),
			]).toEqual([2, 1, 0]);
		});

		it("is refused on another HEAD than expected, with none of its HEADs committed", async () => {
			await build.change("web", "fresh");
			const { component } = await getHead(needs, actor, { kind: "template", name });
			const stale = {
				kind: "template" as const,
				name,
				expected: component.headVersion - 1,
				message: "m",
				heads: "commit" as const,
			};
			expect(await faultOf(() => commitRevision(needs, actor, stale))).toMatchObject({ code: "head-stale" });
			expect(await latestOf("mci", "web")).toBe(2);
		});

		it("keeps them pinned on request: permanently marked, and with a lint warning", async () => {
			await build.change("web", "fresh");
			const { revision, dependencies, findings } = await build.commit("template", name, "keep");
			expect(dependencies).toEqual([]);
			expect(revision.notes).toEqual([{ code: "pins-head", text: expect.stringContaining("web@head, setup@head") }]);
			expect(findings).toMatchObject(
				expect.arrayContaining([expect.objectContaining({ rule: "head-pinned", severity: "warning" })]),
			);
			expect(await build.pins(name)).toBe("web@head* db@1 | setup@head setup@1");
			await build.commit("mci", "web");
			await swapTemplateMci(needs, actor, { ...at, ref: "web" });
			await build.commit("template", name, "commit");
			const first = await getRevision(needs, actor, { kind: "template", ref: `${name}@1` });
			expect(first.revision?.notes, "later commits take no note away").toEqual(revision.notes);
			expect(first.content.mcis[0]).toMatchObject({ revision: 0, digest: null });
			const linted = await lintRevision(needs, needs.store.read, { actor, found: first });
			expect(linted.filter((finding) => finding.rule === "head-pinned").map((finding) => finding.place)).toEqual([
				"mcis.web",
				"scripts.boot.setup",
			]);
		});

		it("that keeps them is refused by lint for production", async () => {
			await build.commit("template", name, "commit");
			await moveChannel(needs, actor, { kind: "template", name, channel: "production", to: "1" });
			expect(await faultOf(() => build.commit("template", name, "keep"))).toMatchObject({ code: "lint-errors" });
		});
	});

	describe("and its pins", () => {
		const remove = (kind: "mci" | "script" | "template", one: string) =>
			deleteComponent(needs, actor, { kind, name: one, expected: null });

		it("can't be deleted while HEAD or any commit pins them; the template is named", async () => {
			await build.template(name, { mcis: ["web@1", "db"], boot: ["setup"] });
			expect(await faultOf(() => remove("mci", "db"))).toMatchObject({
				code: "component-used",
				details: {
					users: `template ${name}`,
					usages: [{ kind: "template", name, part: "mci", revision: 1, templateRevisions: null, head: true }],
				},
			});
			await build.commit("template", name);
			await removeTemplateMci(needs, actor, { ...at, mci: "db" });
			await build.commit("template", name);
			expect(await faultOf(() => remove("mci", "db"))).toMatchObject({
				details: { usages: [{ templateRevisions: { first: 1, last: 1 }, head: false }] },
			});
			expect(await faultOf(() => remove("script", "setup"))).toMatchObject({
				code: "component-used",
				details: { usages: [{ part: "boot", templateRevisions: { first: 1, last: 2 }, head: true }] },
			});
			expect(await build.pins(`${name}@1`)).toBe("web@1* db@1 | setup@1");
		});

		it("can be deleted when no revision pins them any more", async () => {
			await build.template(name, { mcis: ["web", "db"] });
			await removeTemplateMci(needs, actor, { ...at, mci: "db" });
			await remove("mci", "db");
			await build.commit("template", name);
			expect(await faultOf(() => remove("mci", "web"))).toMatchObject({ code: "component-used" });
			await remove("template", name);
			await remove("mci", "web");
			expect(await faultOf(() => getHead(needs, actor, { kind: "mci", name: "web" }))).toMatchObject({
				code: "mci-not-found",
			});
		});

		it("raced by a deletion in another process, either succeed or are deleted, without an internal error", async () => {
			const other = await registry.second();
			const seen = new Set<string>();
			for (let i = 0; i < 25; i++) {
				await build.mci(`raced-${i}`, 1);
				await build.template(`taker-${i}`, { mcis: ["web"] });
				const [added, removed] = await Promise.allSettled([
					addTemplateMci(other, actor, { name: `taker-${i}`, expected: null, ref: `raced-${i}` }),
					deleteComponent(needs, actor, { kind: "mci", name: `raced-${i}`, expected: null }),
				]);
				seen.add(`${codeOf(added)} ${codeOf(removed)}`);
				const pins = await build.pins(`taker-${i}@head`);
				expect(pins).toBe(added.status === "fulfilled" ? `web@2* raced-${i}@1 |` : "web@2* |");
			}
			expect(
				[...seen].filter((outcome) => outcome !== "done component-used" && outcome !== "mci-not-found done"),
			).toEqual([]);
		});
	});
});

function codeOf(result: PromiseSettledResult<unknown>): string {
	return result.status === "fulfilled" ? "done" : String(result.reason.code ?? result.reason);
}
