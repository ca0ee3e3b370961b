import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assembleRegistry, type Registry } from "../src/main/assemble.ts";
import { actorWith } from "../src/registry/actor.ts";
import { type KeptRegistry, openCli, type RunLine } from "./cli-harness.ts";
import { type Components, componentsOf } from "./components.ts";
import { newActor } from "./registries.ts";
import { roleSets } from "./role-sets.ts";

const { ok, json, file, keepRegistry, close } = openCli();
let kept: KeptRegistry;
let make: Components;
/** The same rows, for things that these commands do not create. */
let registry: Registry;
/** Another account of the same registry. */
let other: string;

beforeAll(async () => {
	kept = await keepRegistry();
	registry = await assembleRegistry({ data: kept.data, databaseUrl: null, allowPrivateUpstreams: false });
	const actor = actorWith({
		accountId: registry.account.id,
		account: registry.account.name,
		name: "test",
		kind: "token",
		roles: roleSets.admin,
	});
	make = componentsOf(registry.needs, actor);
	other = (await newActor(registry.needs.store)).account;
	await make.history("web", "img-1", "img-2");
	await make.script("setup");
	await make.template("app", { mcis: ["web@1"], boot: ["setup@head"] });
});
afterAll(async () => {
	await registry.close();
	await kept.close();
	close();
});

const mci: RunLine = (line, setup) => kept.run(line, setup);
const elsewhere: RunLine = (line) =>
	kept.run([...(typeof line === "string" ? line.split(" ") : line), "--account", other]);

describe("sharing on the command line", () => {
	it("names the publisher", async () => {
		expect(await mci("publisher show")).toMatchObject({ exit: 3 });
		const named = ["publisher", "set", "Acme Images", "--email", "images@example.com", "--page", "https://example.com"];
		expect(await ok(mci(named))).toContain("Acme Images");
		expect(await json(mci("publisher set --no-email --json"))).toEqual({
			name: "Acme Images",
			email: null,
			url: "https://example.com",
			description: "",
		});
		expect(await mci("publisher set a;b")).toMatchObject({ exit: 2, out: "" });
	});

	it("creates a group, lets an account in by a code, and tells both sides what leaving means", async () => {
		await ok(mci("group create partners --description Resellers"));
		const code = (await ok(mci("group invite partners --note Globex"))).trim();
		expect(await ok(mci("group invitations partners"))).toMatch(/open +Globex/);
		expect(await ok(elsewhere(["group", "accept", code, "--dry-run"]))).toBe(
			"The code is for “partners” of Acme Images.\n",
		);
		expect(await ok(elsewhere(["group", "accept", ...code.toLowerCase().split("-")]))).toContain(
			"Joined “partners” of Acme Images.",
		);
		const again = await elsewhere(["group", "accept", code]);
		expect(again).toMatchObject({ exit: 2, out: "" });
		expect(again.err).toContain("invitation-invalid");
		expect(await ok(mci("group members partners"))).toContain(other);
		expect(await json(elsewhere("group list --json"))).toMatchObject({
			own: [],
			joined: [{ name: "partners", owner: "Acme Images" }],
		});
		const open = await json(mci("group invite partners --json"));
		expect(await ok(mci(["group", "revoke", "partners", String(open.invitation.id)]))).toContain("revoked");
		expect(await mci("group delete partners --yes")).toMatchObject({ exit: 5, out: "" });
	});

	it("previews, publishes, shows, hides and retracts", async () => {
		const notes = file("RELEASE.md", "OpenSSL 3.5\n");
		const publish = [
			"publish",
			"web@1",
			"--to",
			"everyone",
			"--short",
			"Web server",
			"--notes",
			`@${notes}`,
			"--category",
			"Web",
		];
		const tried = await mci([...publish, "--dry-run"]);
		expect([tried.exit, tried.out]).toEqual([
			0,
			expect.stringContaining("would be offered by Acme Images to everyone."),
		]);
		expect(await json(mci("publication list --json"))).toMatchObject({ items: [] });
		expect(await ok(mci(publish))).toContain("It is offered by Acme Images to everyone.");
		await ok(mci("publish web@2 --to partners"));
		expect(await json(elsewhere("marketplace search web --json"))).toMatchObject({
			items: [{ name: "web", number: 2, everyone: false, publisher: "Acme Images" }],
		});
		const page = await ok(elsewhere(["marketplace", "show", "acme images/web"]));
		expect(page).toContain("OpenSSL 3.5");
		expect(page).toMatch(/active/);
		expect(await ok(mci("publication show web@1"))).toContain("audience     everyone");
		expect(await ok(mci("publication edit web@2 --to everyone --dry-run"))).toContain("web@2");
		expect(await ok(mci("publication deprecate web@2"))).toContain("deprecated");
		expect(await json(elsewhere("marketplace search --kind mci --json"))).toMatchObject({ items: [{ number: 1 }] });
		expect(await ok(mci("publication retract web@2"))).toContain("retracted");
		expect(await ok(mci("publication reactivate web@2"))).toContain("active");
		expect(await ok(mci("where-used web@1"))).toMatch(/publication +\d+ +1 +web@1 for everyone +active/);
		expect(await mci("delete web --yes")).toMatchObject({ exit: 5, out: "" });
		expect((await mci("publish web@1 --to everyone")).err).toContain("publication-exists");
		expect(await mci("publish web@1 --to everyone,partners")).toMatchObject({ exit: 2, out: "" });
		expect(await mci("publication show nothing")).toMatchObject({ exit: 2, out: "" });
	});

	it("publishes a template with all its dependencies, and shares HEAD", async () => {
		const published = await ok(
			mci([
				"template",
				"publish",
				"app",
				"--to",
				"everyone",
				"--commit-heads",
				"--message",
				"first",
				"--override-lint",
				"for the test",
			]),
		);
		expect(published).toContain("setup@1 is committed");
		expect(published).toMatch(/script +setup@1 +\d+ +new, as a dependency/);
		expect(published).toMatch(/template +app@1 +\d+ +new/);
		await ok(mci("script publish setup@head --to partners"));
		await make.write("setup", "#!/bin/sh\necho changed\n");
		expect(await ok(mci("publication republish setup@head --kind script --dry-run"))).toContain("setup@head");
		expect(await mci("template publish app --to everyone --commit-heads")).toMatchObject({ exit: 2, out: "" });
	});

	it("removes an account, which keeps its imports", async () => {
		const tried = await ok(mci(["group", "remove", "partners", other, "--dry-run"]));
		expect(tried).toContain("stays");
		expect(tried).toContain("No longer visible: ");
		expect(await mci(["group", "remove", "partners", other])).toMatchObject({
			exit: 2,
			out: "",
			err: expect.stringContaining("--yes"),
		});
		expect(await ok(mci("group members partners"))).toContain(other);
		await ok(mci(["group", "remove", "partners", other, "--yes"]));
		expect(await elsewhere("group leave partners --yes")).toMatchObject({ exit: 2, out: "" });
		expect(await ok(mci("group delete partners --yes"))).toContain("deleted");
	});
});
