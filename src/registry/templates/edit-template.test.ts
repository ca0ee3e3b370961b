import { beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import { type TemplateBuilder, templateBuilder } from "../../../test/template-builders.ts";
import { scriptSourceLimit } from "../../core/script/index.ts";
import type { Actor } from "../actor.ts";
import { moveChannel } from "../channels/move-channel.ts";
import { createComponent } from "../components/create-component.ts";
import { getHead } from "../components/get-component.ts";
import { renameComponent } from "../components/rename-component.ts";
import { deleteComponent } from "../lifecycles/delete-component.ts";
import { changeTemplateInputs, setTemplateInputs } from "./edit-template-inputs.ts";
import {
	addTemplateMci,
	type ListedMci,
	removeTemplateMci,
	setTemplateDefault,
	setTemplateMcis,
	swapTemplateMci,
} from "./edit-template-mcis.ts";
import {
	addTemplateScript,
	moveTemplateScript,
	removeTemplateScript,
	setTemplateScripts,
	swapTemplateScript,
} from "./edit-template-scripts.ts";
import { listTemplateParts } from "./list-template-parts.ts";
import { replaceScript, setScript } from "./replace-script.ts";
import { replaceTemplate, type TemplateHeadInput } from "./replace-template.ts";

const name = "shop";

/** `web@3 new*`: references, the default marked. */
function listed(text: string): ListedMci[] {
	return text.split(" ").map((one) => ({ ref: one.replace("*", ""), isDefault: one.endsWith("*") }));
}

describe.each(engines)("templates on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let build: TemplateBuilder;

	beforeEach(async () => {
		actor = await registry.newActor("writer");
		build = templateBuilder(needs, actor);
		await build.mci("web", 3);
		await build.mci("db", 1);
		await build.mci("new", 0);
		await build.script("setup", 2);
		await build.script("tidy", 1);
	});

	const at = { name, expected: null };
	const pins = () => build.pins(`${name}@head`);
	const head = async () => (await getHead(needs, actor, { kind: "template", name })).content;
	const acts = async () =>
		(await needs.store.read.audit.list(actor.accountId, { limit: 100 })).map((entry) => entry.act);

	describe("references", () => {
		it.each([
			["web", "web@3*"],
			["web@latest", "web@3*"],
			["web@1", "web@1*"],
			["web@head", "web@head*"],
			["web@0", "web@head*"],
			["web@production", "web@2*"],
			["new", "new@head*"],
			["new@head", "new@head*"],
		])("%s pins %s", async (ref, pinned) => {
			await moveChannel(needs, actor, { kind: "mci", name: "web", channel: "production", to: "2" });
			await build.template(name, { mcis: [ref] });
			expect(await pins()).toBe(`${pinned} |`);
		});

		it("with the own account pin the same", async () => {
			await build.template(name, { mcis: [`${actor.account}/web@2`] });
			expect(await pins()).toBe("web@2* |");
		});

		it("pin the channel's current revision: moving the channel later moves no pin", async () => {
			await moveChannel(needs, actor, { kind: "mci", name: "web", channel: "production", to: "2" });
			await build.template(name, { mcis: ["web@production"] });
			await moveChannel(needs, actor, { kind: "mci", name: "web", channel: "production", to: "3" });
			expect(await pins()).toBe("web@2* |");
		});

		it.each([
			["web@9", "revision-not-found"],
			["web@nowhere", "channel-not-found"],
			["new@latest", "nothing-committed"],
			["wep", "mci-not-found"],
			["setup", "mci-not-found"],
			["other/web", "account-not-found"],
			["", "reference-invalid"],
			["a b@", "reference-invalid"],
		])("%s is refused with %s, and nothing changes", async (ref, code) => {
			await build.template(name, { mcis: ["web@1"] });
			const before = await getHead(needs, actor, { kind: "template", name });
			expect(await faultOf(() => addTemplateMci(needs, actor, { ...at, ref }))).toMatchObject({ code });
			expect(await getHead(needs, actor, { kind: "template", name })).toEqual(before);
		});

		it("to an MCI by its former name use its current name", async () => {
			await build.template(name, { mcis: ["web@1", "db"] });
			await renameComponent(needs, actor, { kind: "mci", name: "web", expected: null, to: "site" });
			await swapTemplateMci(needs, actor, { ...at, ref: "web@2" });
			expect(await pins()).toBe("site@2* db@1 |");
		});
	});

	describe("MCIs", () => {
		it("are added, swapped, made the default and removed, each with an act in the audit", async () => {
			await build.template(name, { mcis: ["web@1", "db"] });
			expect(await pins()).toBe("web@1* db@1 |");
			await swapTemplateMci(needs, actor, { ...at, ref: "web@2" });
			await setTemplateDefault(needs, actor, { ...at, mci: "db" });
			await addTemplateMci(needs, actor, { ...at, ref: "new", asDefault: true });
			expect(await pins()).toBe("web@2 db@1 new@head* |");
			await removeTemplateMci(needs, actor, { ...at, mci: "db" });
			await swapTemplateMci(needs, actor, { ...at, mci: "new", ref: "db@1" });
			expect(await pins()).toBe("web@2 db@1* |");
			expect((await acts()).slice(0, 5).reverse()).toEqual([
				"template.swap-mci",
				"template.set-default",
				"template.add-mci",
				"template.remove-mci",
				"template.swap-mci",
			]);
		});

		it("are replaced in one act, with the default named or kept", async () => {
			await build.template(name, { mcis: ["web@1"] });
			const { changes } = await setTemplateMcis(needs, actor, { ...at, mcis: listed("db web@3 new*") });
			expect(changes.map((change) => change.kind)).toEqual([
				"mci-changed",
				"mci-added",
				"mci-added",
				"mcis-reordered",
				"default-changed",
			]);
			expect(await pins()).toBe("db@1 web@3 new@head* |");
			await setTemplateMcis(needs, actor, { ...at, mcis: listed("new db") });
			expect(await pins()).toBe("new@head* db@1 |");
		});

		it.each<readonly [string, (edit: { name: string; expected: null }) => Promise<unknown>, string, string]>([
			[
				"a second revision",
				(edit) => addTemplateMci(needs, actor, { ...edit, ref: "web@2" }),
				"template-mci-duplicate",
				"web@1",
			],
			[
				"one twice",
				(edit) => setTemplateMcis(needs, actor, { ...edit, mcis: listed("db db") }),
				"template-mci-duplicate",
				"db@1",
			],
			[
				"the default to go",
				(edit) => removeTemplateMci(needs, actor, { ...edit, mci: "web" }),
				"template-default-removed",
				"web",
			],
			[
				"to lose what is not there",
				(edit) => removeTemplateMci(needs, actor, { ...edit, mci: "new" }),
				"template-mci-absent",
				"new",
			],
			[
				"to lose what is nowhere",
				(edit) => removeTemplateMci(needs, actor, { ...edit, mci: "wep" }),
				"template-mci-absent",
				"wep",
			],
			[
				"a default that is not there",
				(edit) => setTemplateDefault(needs, actor, { ...edit, mci: "new" }),
				"template-mci-absent",
				"new",
			],
			[
				"no default",
				(edit) => setTemplateMcis(needs, actor, { ...edit, mcis: listed("db new") }),
				"template-default-missing",
				"no MCI is marked as the default",
			],
			[
				"two defaults",
				(edit) => setTemplateMcis(needs, actor, { ...edit, mcis: listed("db* new*") }),
				"template-default-missing",
				"“db” and “new” are",
			],
			["an empty list", (edit) => setTemplateMcis(needs, actor, { ...edit, mcis: [] }), "template-mci-last", "web"],
		])("refuse %s, by name, and change nothing", async (_what, act, code, says) => {
			await build.template(name, { mcis: ["web@1", "db"] });
			const before = await getHead(needs, actor, { kind: "template", name });
			const refusal = await act(at).then(
				() => undefined,
				(error) => error,
			);
			expect(refusal).toMatchObject({ code });
			expect(refusal.message).toContain(says);
			expect(`${refusal.message} ${refusal.help}`, "no UUID, no open placeholder").not.toMatch(/[0-9a-f]{8}-|\{\w+\}/);
			expect(await getHead(needs, actor, { kind: "template", name })).toEqual(before);
		});

		it("can't lose the last one", async () => {
			await build.template(name, { mcis: ["web"] });
			expect(await faultOf(() => removeTemplateMci(needs, actor, { ...at, mci: "web" }))).toMatchObject({
				code: "template-mci-last",
			});
		});

		it("are listed when one is not found", async () => {
			await build.template(name, { mcis: ["web", "db"] });
			expect((await faultOf(() => removeTemplateMci(needs, actor, { ...at, mci: "webs" }))).details).toMatchObject({
				mcis: ["web", "db"],
				near: ["web"],
			});
		});

		it("are not changed on an unexpected HEAD, by a reader, or by a dry run", async () => {
			await build.template(name, { mcis: ["web"] });
			const { component } = await getHead(needs, actor, { kind: "template", name });
			const stale = { name, expected: component.headVersion - 1, ref: "db" };
			expect(await faultOf(() => addTemplateMci(needs, actor, stale))).toMatchObject({
				code: "head-stale",
				details: { changed: [{ act: "template.add-mci" }] },
			});
			const reader = withRoles(actor, "reader");
			expect(await faultOf(() => addTemplateMci(needs, reader, { ...at, ref: "db" }))).toMatchObject({
				code: "permission-denied",
			});
			const tried = await addTemplateMci(needs, actor, { ...at, ref: "db", dryRun: true });
			expect(tried.changes.map((change) => change.kind)).toEqual(["mci-added"]);
			expect(await pins()).toBe("web@3* |");
			expect((await getHead(needs, actor, { kind: "template", name })).component.headVersion).toBe(
				component.headVersion,
			);
		});

		it("keep HEAD's version without a change, and leave no audit entry", async () => {
			await build.template(name, { mcis: ["web@3"] });
			const before = await acts();
			const { changes } = await swapTemplateMci(needs, actor, { ...at, ref: "web" });
			expect(changes).toEqual([]);
			expect(await acts()).toEqual(before);
		});
	});

	describe("scripts", () => {
		it("are added, moved, swapped and removed in their sequence", async () => {
			await build.template(name, { boot: ["setup@1", "tidy"] });
			const boot = { ...at, sequence: "boot" as const };
			await moveTemplateScript(needs, actor, { ...boot, script: "tidy", to: 1 });
			await addTemplateScript(needs, actor, { ...boot, ref: "tidy@head", position: 3 });
			expect(await pins()).toBe("| tidy@1 setup@1 tidy@head");
			await swapTemplateScript(needs, actor, { ...boot, ref: "setup@2" });
			await removeTemplateScript(needs, actor, { ...boot, script: "tidy", position: 1 });
			expect(await pins()).toBe("| setup@2 tidy@head");
			await swapTemplateScript(needs, actor, { ...boot, script: "setup", ref: "tidy" });
			expect(await pins()).toBe("| tidy@1 tidy@head");
			await removeTemplateScript(needs, actor, { ...boot, script: "tidy" });
			await setTemplateScripts(needs, actor, { ...at, sequence: "decommission", refs: ["tidy", "setup", "tidy"] });
			const { scripts } = await listTemplateParts(needs, actor, await head());
			expect(scripts.boot).toEqual([]);
			expect(scripts.decommission.map((pin) => `${pin.name}@${pin.revision}`)).toEqual(["tidy@1", "setup@2", "tidy@1"]);
		});

		it("can't be used as MCIs, nor the other way round", async () => {
			await build.template(name);
			expect(
				await faultOf(() => addTemplateScript(needs, actor, { ...at, sequence: "boot", ref: "web" })),
			).toMatchObject({
				code: "script-not-found",
			});
		});

		it("that are not in the sequence are refused with a list of those in it", async () => {
			await build.template(name, { boot: ["setup"] });
			const fault = await faultOf(() =>
				removeTemplateScript(needs, actor, { ...at, sequence: "operational", script: "setup" }),
			);
			expect(fault).toMatchObject({
				code: "template-script-absent",
				details: { sequence: "operational", script: "setup", scripts: [] },
			});
		});
	});

	it("show the source of each input's value", async () => {
		await setScript(needs, actor, {
			name: "setup",
			expected: null,
			inputs: [{ name: "PORT", default: "80" }, { name: "HOST", required: true }, { name: "ZONE" }],
		});
		await build.template(name, { boot: ["setup@head", "setup@1"] });
		await changeTemplateInputs(needs, actor, { ...at, inputs: { HOST: "h", EXTRA: "x" } });
		const inputs = async () =>
			(await listTemplateParts(needs, actor, await head())).inputs.map(
				({ name, value, source }) =>
					`${name}=${value} ${source ? (source.kind === "script" ? source.name : "template") : ""}`,
			);
		expect(await inputs()).toEqual(["EXTRA=x template", "HOST=h template", "PORT=80 setup", "ZONE=null "]);
		await setTemplateInputs(needs, actor, { ...at, inputs: { PORT: "443" } });
		expect(await inputs()).toEqual(["HOST=null ", "PORT=443 template", "ZONE=null "]);
		expect(await faultOf(() => changeTemplateInputs(needs, actor, { ...at, inputs: { HOST: null } }))).toMatchObject({
			code: "template-input-absent",
		});
	});

	it("show the newest commit and the clouds of their pins", async () => {
		await build.template(name, { mcis: ["web@1", "new"] });
		expect((await listTemplateParts(needs, actor, await head())).mcis).toMatchObject([
			{
				name: "web",
				revision: 1,
				latest: 3,
				clouds: ["gcp"],
				isDefault: true,
				digest: expect.stringMatching(/^sha256:/),
			},
			{ name: "new", revision: 0, latest: 0, clouds: [], isDefault: false, digest: null },
		]);
	});

	describe("as a document", () => {
		const file: TemplateHeadInput = {
			description: "What sells",
			tags: ["b", "a"],
			mcis: [{ ref: "db" }, { ref: "web@2", isDefault: true }],
			scripts: { boot: ["setup"], decommission: ["tidy@head"] },
			inputs: { PORT: "80" },
		};

		it("become exactly the content of a file, repeatedly", async () => {
			await build.template(name, { mcis: ["web@1", "new"], boot: ["tidy"] });
			const first = await replaceTemplate(needs, actor, { ...at, head: file });
			expect(first.changes.length).toBeGreaterThan(5);
			expect(await pins()).toBe("db@1 web@2* | setup@2");
			expect(await head()).toMatchObject({ description: "What sells", tags: ["a", "b"], inputs: { PORT: "80" } });
			expect((await replaceTemplate(needs, actor, { ...at, head: file })).changes).toEqual([]);
		});

		it("are created from a file in one act if they don't exist, and only then", async () => {
			const made = await replaceTemplate(needs, actor, { name, expected: "absent", head: file });
			expect(made.component).toMatchObject({ name, headVersion: 1, latest: 0, description: "What sells" });
			expect(await pins()).toBe("db@1 web@2* | setup@2");
			expect((await acts())[0]).toBe("template.create");
			expect(
				await faultOf(() => replaceTemplate(needs, actor, { name, expected: "absent", head: file })),
			).toMatchObject({ code: "template-exists" });
			expect(
				await faultOf(() => deleteComponent(needs, actor, { kind: "mci", name: "db", expected: null })),
			).toMatchObject({
				code: "component-used",
			});
		});

		it("are reported by a dry run and not created", async () => {
			const tried = await replaceTemplate(needs, actor, { name, expected: "absent", head: file, dryRun: true });
			expect(tried).toMatchObject({ component: null, content: { defaultMci: expect.any(String) } });
			expect(tried.changes.length).toBeGreaterThan(5);
			expect(await faultOf(() => head())).toMatchObject({ code: "template-not-found" });
		});

		it.each<readonly [string, Partial<TemplateHeadInput>, string]>([
			[
				"two defaults",
				{
					mcis: [
						{ ref: "db", isDefault: true },
						{ ref: "web", isDefault: true },
					],
				},
				"template-default-missing",
			],
			["no default of several", { mcis: [{ ref: "db" }, { ref: "web" }] }, "template-default-missing"],
			["an MCI twice", { mcis: [{ ref: "db" }, { ref: "db@head", isDefault: true }] }, "template-mci-duplicate"],
			["an MCI that is nowhere", { mcis: [{ ref: "nowhere" }] }, "mci-not-found"],
			["an MCI as a script", { scripts: { boot: ["web"] } }, "script-not-found"],
			["an invalid input name", { inputs: { "A B": "x" } }, "component-invalid"],
			["a tag that is none", { tags: [" x"] }, "component-invalid"],
		])("refuse a file with %s, and nothing is created", async (_what, parts, code) => {
			expect(
				await faultOf(() => replaceTemplate(needs, actor, { name, expected: "absent", head: { ...file, ...parts } })),
			).toMatchObject({ code });
			expect(await faultOf(() => head())).toMatchObject({ code: "template-not-found" });
		});

		it("refuse a file without MCIs once they have one", async () => {
			await build.template(name, { mcis: ["web"] });
			expect(await faultOf(() => replaceTemplate(needs, actor, { ...at, head: { ...file, mcis: [] } }))).toMatchObject({
				code: "template-mci-last",
			});
		});
	});
});

describe.each(engines)("scripts on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;

	beforeEach(async () => {
		actor = await registry.newActor("writer");
		await createComponent(needs, actor, { kind: "script", name: "setup", description: "d" });
	});

	const at = { name: "setup", expected: null };
	const head = async () => (await getHead(needs, actor, { kind: "script", name: "setup" })).content;
	const plain = { description: "", default: null, required: false };

	it("accept a source and inputs, each without the other", async () => {
		await setScript(needs, actor, {
			...at,
			source: "#!/bin/sh\n",
			inputs: [
				{ name: "B", default: "" },
				{ name: "A", required: true, description: "a" },
			],
		});
		await setScript(needs, actor, { ...at, source: "#!/bin/bash\n" });
		expect(await head()).toEqual({
			name: "setup",
			description: "d",
			tags: [],
			source: "#!/bin/bash\n",
			inputs: [
				{ name: "A", description: "a", default: null, required: true },
				{ ...plain, name: "B", default: "" },
			],
		});
		await setScript(needs, actor, { ...at, inputs: [] });
		expect(await head()).toMatchObject({ source: "#!/bin/bash\n", inputs: [] });
	});

	it.each([
		["a source that is not text", { source: "a\u0000" }],
		["a source that is too long", { source: "x".repeat(scriptSourceLimit + 1) }],
		["an input twice", { inputs: [{ name: "A" }, { name: "A" }] }],
		["an invalid input name", { inputs: [{ name: "A-B" }] }],
		["a default that is too long", { inputs: [{ name: "A", default: "x".repeat(16 * 1024 + 1) }] }],
	])("refuse %s", async (_what, parts) => {
		expect(await faultOf(() => setScript(needs, actor, { ...at, ...parts }))).toMatchObject({
			code: "component-invalid",
		});
		expect((await head()).source).toBe("");
	});

	it("are replaced by a file, or created from it", async () => {
		const file = { description: "new", tags: ["t"], source: "#!/bin/sh\n", inputs: [{ name: "A" }] };
		const { changes } = await replaceScript(needs, actor, { ...at, head: file });
		expect(changes.map((change) => change.kind)).toEqual([
			"text-changed",
			"text-changed",
			"tag-added",
			"script-input-added",
		]);
		const made = await replaceScript(needs, actor, { name: "other", expected: "absent", head: file });
		expect(made.component).toMatchObject({ name: "other", headVersion: 1, latest: 0 });
		expect((await getHead(needs, actor, { kind: "script", name: "other" })).content).toEqual({
			...file,
			name: "other",
			inputs: [{ ...plain, name: "A" }],
		});
		expect(
			await faultOf(() => replaceScript(needs, actor, { name: "other", expected: "absent", head: file })),
		).toMatchObject({
			code: "script-exists",
		});
	});

	it("of 256 Ki characters are stored completely", async () => {
		const source = `#!/bin/sh\n${"é".repeat(scriptSourceLimit - 10)}`;
		await setScript(needs, actor, { ...at, source });
		expect((await head()).source).toBe(source);
	});
});
