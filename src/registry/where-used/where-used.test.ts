import { beforeEach, describe, expect, it } from "vitest";
import { type Components, componentsOf } from "../../../test/components.ts";
import { engines, faultOf, useRegistry } from "../../../test/registries.ts";
import type { Actor } from "../actor.ts";
import { moveChannel } from "../channels/move-channel.ts";
import { type WhereUsedQuestion, whereUsed } from "./where-used.ts";

describe.each(engines)("usage on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;
	let make: Components;

	beforeEach(async () => {
		actor = await registry.newActor("writer");
		make = componentsOf(needs, actor);
		await make.history("web", "i1", "shared", "i3");
		await make.history("db", "shared");
		await make.script("setup");
		await make.commit("script", "setup");
		// app@1 pins web@1, app@2 pins web@2 and db@1, app's HEAD pins web@head.
		await make.template("app", { mcis: ["web@1"], boot: ["setup"] });
		await make.commit("template", "app");
		await make.pin("app", { mcis: ["web@2", "db@1"], boot: ["setup"] });
		await make.commit("template", "app");
		await make.pin("app", { mcis: ["web@head"], boot: [] });
		const channel = (kind: "mci" | "template", name: string, called: string, to: string) =>
			moveChannel(needs, actor, { kind, name, channel: called, to });
		await channel("mci", "web", "candidate", "3");
		await channel("mci", "web", "production", "2");
		await channel("template", "app", "live", "2");
		await channel("template", "app", "old", "1");
	});

	const told = async (question: WhereUsedQuestion) => {
		const { mcis, templates, channels, servers } = await whereUsed(needs, actor, question);
		return {
			mcis: mcis.map((one) => `${one.mciName} ${one.firstRevision}-${one.lastRevision}${one.head ? " head" : ""}`),
			templates: templates.map(
				({ template, pinned, part, revisions, head, latest }) =>
					`${template} ${revisions ? `${revisions.first}-${revisions.last}` : "-"}${head ? " head" : ""}${latest ? " latest" : ""}: ${part} ${pinned.name}@${pinned.number}`,
			),
			channels: channels.map(({ name, channel, number }) => `${name}@${channel} ${number}`),
			servers,
		};
	};

	it("lists for an image its MCIs, the templates that pin those revisions, and the channels of both", async () => {
		expect(await told({ image: "shared" })).toEqual({
			mcis: ["db 1-1 head", "web 2-2"],
			templates: ["app 2-2 latest: mci web@2", "app 2-2 latest: mci db@1"],
			channels: ["web@production 2", "app@live 2"],
			servers: [],
		});
		expect(await told({ image: "i3" })).toEqual({
			mcis: ["web 3-3 head"],
			templates: ["app - head: mci web@0"],
			channels: ["web@candidate 3"],
			servers: [],
		});
	});

	it("lists for an MCI's revision its pins and the channels that point to it", async () => {
		for (const ref of ["web@2", "web@production"]) {
			expect(await told({ kind: "mci", ref })).toEqual({
				mcis: [],
				templates: ["app 2-2 latest: mci web@2"],
				channels: ["web@production 2", "app@live 2"],
				servers: [],
			});
		}
		expect(await told({ kind: "mci", ref: "web@head" })).toMatchObject({
			templates: ["app - head: mci web@0"],
			channels: [],
		});
	});

	it("lists for a name all its revisions", async () => {
		expect(await told({ kind: "mci", ref: "web" })).toEqual({
			mcis: [],
			templates: ["app 1-1: mci web@1", "app 2-2 latest: mci web@2", "app - head: mci web@0"],
			channels: ["web@candidate 3", "web@production 2", "app@live 2", "app@old 1"],
			servers: [],
		});
		expect(await told({ kind: "script", ref: "setup" })).toMatchObject({
			templates: ["app 1-2 latest: boot setup@1"],
			channels: ["app@live 2", "app@old 1"],
		});
		expect(await told({ kind: "template", ref: "app" })).toMatchObject({
			templates: [],
			channels: ["app@live 2", "app@old 1"],
		});
	});

	it.each<readonly [WhereUsedQuestion, string]>([
		[{ image: "none" }, "image-not-found"],
		[{ kind: "mci", ref: "wep" }, "mci-not-found"],
		[{ kind: "script", ref: "web" }, "script-not-found"],
		[{ kind: "template", ref: "web@1" }, "template-not-found"],
		[{ kind: "mci", ref: "web@9" }, "revision-not-found"],
		[{ kind: "mci", ref: "web@nowhere" }, "channel-not-found"],
		[{ kind: "mci", ref: "other/web" }, "account-not-found"],
	])("refuses %j, which does not exist: %s", async (question, code) => {
		expect(await faultOf(() => whereUsed(needs, actor, question))).toMatchObject({ code });
	});
});
