import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { assembleRegistry, type Registry } from "../src/main/assemble.ts";
import { systemActor } from "../src/registry/accounts/prepare-registry.ts";
import { type KeptRegistry, openCli } from "./cli-harness.ts";
import { commitScript, commitTemplate } from "./scripted-template.ts";
import { makeWorkedWorld, type WorkedWorld } from "./worked-world.ts";

const cli = openCli();
let kept: KeptRegistry;
let other: Registry;
let world: WorkedWorld;

beforeAll(async () => {
	kept = await cli.keepRegistry();
	// Templates are created by the use cases, as another process would.
	other = await assembleRegistry({ data: kept.data, databaseUrl: null, allowPrivateUpstreams: false });
	world = await makeWorkedWorld(other.needs, systemActor(other.account));
	const actor = systemActor(other.account);
	const inputs = [
		{ name: "PORT", default: "80" },
		{ name: "TOKEN", required: true },
	];
	await commitScript(other.needs, actor, { name: "install", source: "#!/bin/sh\necho $PORT\n", inputs });
	await cli.ok(kept.run("cloud add aws-us-east-1 --type aws"));
	await cli.ok(kept.run("create amazon"));
	await cli.ok(kept.run("set amazon aws-us-east-1=ami-00000001 --instance-type m5.large"));
	await cli.ok(kept.run("commit amazon -m first"));
	await cli.ok(kept.run("deployment create empty"));
	const { createComponent } = await import("../src/registry/components/create-component.ts");
	await createComponent(other.needs, actor, { kind: "template", name: "shop" });
	await commitTemplate(other.needs, actor, { name: "shop", mcis: ["amazon@1"], scripts: { boot: ["install@1"] } });
});
afterAll(async () => {
	await other.close();
	await kept.close();
	cli.close();
});

const run = (line: string | readonly string[]) => kept.run(line);
const ok = (line: string | readonly string[]) => cli.ok(kept.run(line));
const json = (line: string) => cli.json(kept.run(`${line} --json`));

describe("mci server add", () => {
	it("shows the steps with their reasons, and saves nothing in a dry run", async () => {
		const { exit, out, err } = await run(
			"server add prod/dry --template shop --cloud aws-us-east-1 --input TOKEN=t --dry-run",
		);
		expect([exit, err]).toEqual([0, ""]);
		expect(out).toMatch(
			/^Clouds of shop@1: aws-us-east-1\nMultiCloud Images for aws-us-east-1: amazon@1 \(default\)\n\n/,
		);
		const rows = out.split("\n").map((line) => line.split(/ {2,}/));
		for (const row of [
			["PROPERTY", "VALUE", "REASON"],
			["template", "shop@1", "follows latest"],
			["mci", "amazon@1", "default of shop@1"],
			["image", "ami-00000001", "setting of amazon@1 for aws-us-east-1"],
			["instance type", "m5.large", "setting of amazon@1 for aws-us-east-1"],
			["input PORT", "80", "default of install@1"],
			["input TOKEN", "t", "from the server, for install@1"],
		]) {
			expect(rows).toContainEqual(row);
		}
		expect(out).toMatch(/^kernel +the cloud's default$/m);
		expect(out).toMatch(/^user data +\d+ of 16384 bytes +boot scripts install@1$/m);
		expect((await run("server show prod/dry")).exit).toBe(3);
	});

	it("adds, warns on standard error, and accepts both ways to name the server", async () => {
		const { out, err, exit } = await run(
			"server add own --deployment prod --template web@2 --cloud us-east --image img5",
		);
		expect(exit).toBe(0);
		expect(out).toMatch(/\nprod\/own: added\n$/);
		expect(err).toMatch(/^mci: warning: image img5 was requested; .+ \[image-overridden\]\n$/);
		expect(await json("server show own --deployment prod")).toMatchObject({
			image: { uid: "img5" },
			overridden: ["image"],
			updates: [],
			findings: [],
		});
	});

	it.each([
		[
			"server add prod/x --template web@2 --cloud sydney",
			4,
			/its default A@4 has no setting for sydney; B@1 has one.*\[resolve-refused\]\n.*\n {2}instead: MCIs B@1\n {2}instead: clouds sydney/,
		],
		["server add prod/x --template web@2 --cloud tokyo", 3, /\[not-resolved\]/],
		[
			"server add prod/x --template shop --cloud aws-us-east-1",
			2,
			/has no value for TOKEN \(of install@1\)\. \[input-missing\]/,
		],
		["server add nowhere/x --template web --cloud us-east", 3, /\[deployment-not-found\]/],
		["server add x --template web --cloud us-east", 2, /In which deployment is x\?/],
		["server add prod/x --deployment lab --template web --cloud us-east", 2, /another deployment/],
		["server add prod/x --template web --cloud us-east --input PORT", 2, /Input PORT has no value/],
		["server add prod/x --template web --cloud us-east --user-data nowhere.sh", 2, /no such file/],
		["server add prod/x --cloud us-east", 2, /--template/],
	])("refuses %s with %i", async (line, code, says) => {
		const { exit, err } = await run(line);
		expect(err).toMatch(says);
		expect(exit).toBe(code);
		expect((await run("server show prod/x")).exit).toBe(3);
	});

	it("reads user data from a file or from standard input", async () => {
		cli.file("boot.sh", "#!/bin/sh\nüñ\n");
		await ok("server add prod/file --template web@2 --cloud us-east --user-data boot.sh");
		expect(await ok("server export prod/file --format cloud-init")).toBe("#!/bin/sh\nüñ\n");
		await cli.ok(kept.run("server edit prod/file --user-data -", { stdin: "typed" }));
		expect(await ok("server export prod/file --format cloud-init")).toBe("typed");
	});
});

describe("mci server", () => {
	it("is named when a component that it uses can't be deleted", async () => {
		await ok("server add prod/holds --template shop --cloud aws-us-east-1 --input TOKEN=t");
		const { exit, err } = await run("delete amazon --yes");
		expect(exit).toBe(5);
		expect(err).toContain("\n  used: server prod/holds has revision 1\n");
		expect(err).not.toContain("undefined");
	});

	it("edits, inherits again, and reports the changes", async () => {
		await ok("server add prod/edit --template web@2 --cloud us-east");
		const dry = await ok("server edit prod/edit --arch arm64 --dry-run");
		expect(dry).toMatch(
			/^prod\/edit: img1 → img9, instance type large → arm\.large, other user data, A@4 → B@1 \(dry run: nothing was changed\)\n/,
		);
		expect(dry).toMatch(/^user data +2 bytes +none$/m);
		expect(await ok("server edit prod/edit --mci B --instance-type big")).toContain("instance type large → big");
		expect(await ok("server edit prod/edit --instance-type big")).toBe("prod/edit: no change\n");
		expect(await ok("server edit prod/edit --inherit mci --inherit instance-type")).toContain("B@1 → A@4");
		expect(await ok("server edit prod/edit --name edited --description again")).toBe(
			"prod/edited: no change of its answer\n",
		);
		for (const [line, says] of [
			["server edit prod/edited", /Nothing to change/],
			["server edit prod/edited --mci B --inherit mci", /both set and inherited/],
			["server edit prod/edited --inherit color", /Use mci, image, arch/],
		] as const) {
			const { exit, err } = await run(line);
			expect(err).toMatch(says);
			expect(exit).toBe(2);
		}
	});

	it("shows updates with the command that applies them, and applies them to one or many", async () => {
		await ok("server add lab --deployment empty --template web --cloud eu-west");
		await ok("server add empty/fixed --template web@2 --cloud eu-west");
		await world.act({
			act: "edit-head",
			mci: "A",
			cloud: "eu-west",
			setting: { image: "img8", instanceType: "large" },
		});
		await world.act({ act: "commit", mci: "A", revision: 5 });
		await world.act({ act: "template-takes", mci: "A", revision: 5 });
		const shown = await ok("server show empty/lab");
		expect(shown).toContain("\nupdate available: img2 → img8, A@4 → A@5\n");
		expect(shown).toMatch(/^template +web@2 +web@3$/m);
		expect(shown).toContain("\nto take it: mci server re-inherit empty/lab\n");
		expect(await ok("server updates empty/fixed")).toContain(
			"to take it: mci server move empty/fixed --template web@3",
		);
		expect((await json("server list --deployment empty --has-update")).items).toHaveLength(2);
		expect(await ok("server re-inherit --all --deployment empty --dry-run")).toMatch(
			/^empty\/fixed +unchanged$\n^empty\/lab +would change +img2 → img8, A@4 → A@5$/m,
		);
		expect(await ok("server re-inherit empty/lab")).toMatch(/^empty\/lab +changed +img2 → img8, A@4 → A@5$/m);
		expect(await ok("server move empty/fixed --template web@3")).toMatch(/^empty\/fixed: img2 → img8, A@4 → A@5\n/);
		expect((await run("server updates empty/lab")).err).toBe("empty/lab has no updates.\n");
		await world.act({ act: "image-disappears", cloud: "eu-west", image: "img8" });
		const { exit, out, err } = await run("server re-inherit lab fixed --deployment empty");
		expect([exit, out.match(/refused/g)?.length]).toEqual([4, 2]);
		expect(err).toMatch(/\[resolve-refused\]/);
		expect((await run("server show empty/lab")).err).toMatch(
			/^mci: error: image img8 was withdrawn \[image-deleted\]$/m,
		);
		expect(await run("server launch empty/lab")).toMatchObject({
			exit: 4,
			err: expect.stringContaining("[launch-refused]"),
		});
	});

	it.each([
		["server re-inherit", /Which servers\?/],
		["server re-inherit --all prod/web", /Which servers\?/],
		["server re-inherit prod/web --cloud gcp", /need --all/],
	])("refuses %s", async (line, says) => {
		expect(await run(line)).toMatchObject({ exit: 2, err: expect.stringMatching(says) });
	});

	it("names the missing connection, exports, and deletes", async () => {
		await ok("server add prod/amazon --template shop --cloud aws-us-east-1 --input TOKEN=t");
		const launch = await run("server launch prod/amazon");
		expect(launch.exit).toBe(6);
		expect(launch.err).toMatch(/there is no connection to aws-us-east-1: launching it there needs .*ec2:RunInstances/);
		const terraform = JSON.parse(await ok("server export prod/amazon --format terraform"));
		expect(Buffer.from(terraform.resource.aws_instance.amazon.user_data_base64, "base64").toString()).toContain(
			"export TOKEN='t'",
		);
		expect(JSON.parse(await ok("server export prod/amazon"))).toMatchObject({ image: { uid: "ami-00000001" } });
		expect((await run("server export prod/own --format terraform")).exit).toBe(6);
		expect(await run("server delete prod/amazon")).toMatchObject({
			exit: 2,
			err: expect.stringContaining("needs confirmation"),
		});
		expect(await ok("server delete prod/amazon --yes")).toBe("prod/amazon: deleted\n");
		expect((await run("server delete prod/amazon --yes")).exit).toBe(3);
	});

	it("is listed, also with what it follows", async () => {
		await ok("server add prod/listed --template web --cloud us-east --kernel k");
		expect(await ok("server list --cloud us-east --template web")).toMatch(
			/^prod\/listed +inactive +web@3 \(latest\) +us-east +A@5 +img1 +large +kernel/m,
		);
		expect(await run("server list --state operational")).toMatchObject({ exit: 0, err: "Nothing found.\n" });
		expect((await run("server list --state flying")).exit).toBe(2);
	});

	it("is listed among the usages of an image or a revision", async () => {
		await ok("server add prod/user --template web@2 --cloud us-east --image img7");
		const used = await json("where-used img7");
		expect(used.servers).toEqual([{ deployment: "prod", name: "user", through: null }]);
		expect((await json("where-used img9")).servers).toEqual([]);
		await ok("server add prod/arm --template web@2 --cloud us-east --mci B");
		expect((await json("where-used img9")).servers).toEqual([
			{ deployment: "prod", name: "arm", through: { kind: "mci", name: "B", number: 1 } },
		]);
		expect(await run("delete B --yes")).toMatchObject({
			exit: 5,
			err: expect.stringContaining("server arm of deployment prod"),
		});
	});

	it("is completed with names from the registry", async () => {
		await ok("server add prod/complete --template web --cloud us-east");
		const candidates = async (...words: string[]) =>
			(await ok(["__complete", "--", ...words])).split("\n").map((line) => line.split("\t")[0]);
		expect(await candidates("server", "show", "prod/com")).toContain("prod/complete");
		expect(await candidates("server", "list", "--deployment", "pr")).toContain("prod");
		expect(await candidates("deployment", "")).toContain("set-input");
		expect(await candidates("server", "edit", "prod/complete", "--name", "")).toEqual([""]);
	});
});

describe("mci deployment", () => {
	it("is created, edited, copied, shown and deleted", async () => {
		expect(await ok(["deployment", "create", "shop", "--description", "The shop", "--input", "A=1"])).toBe(
			"shop: created\n",
		);
		const set = await run("deployment set-input shop B=2 C= --unset A");
		expect([set.exit, set.out]).toEqual([0, "shop: changed\n"]);
		expect((await json("deployment show shop")).inputs).toEqual({ B: "2", C: "" });
		expect(await ok("deployment set-input shop B=2")).toBe("shop: no change\n");
		expect(await ok(["deployment", "describe", "shop", "--description", "Ours"])).toBe("shop: changed\n");
		await ok("server add shop/web --template web@2 --cloud us-east");
		expect(await ok("deployment clone shop shop-2")).toMatch(/^shop-2: created from shop/);
		const shown = await ok("deployment show shop-2");
		expect(shown).toMatch(/^shop-2\nOurs\n\nINPUT +VALUE\nB +2\nC\n\nSERVER/);
		expect(shown).toMatch(/^shop-2\/web +inactive +web@2 +us-east +A@4/m);
		expect(await run("deployment delete shop-2 --yes")).toMatchObject({
			exit: 5,
			err: expect.stringContaining("it has 1 server (web)"),
		});
		await ok("server delete shop-2/web -y");
		expect(await ok("deployment delete shop-2 -y")).toBe("shop-2: deleted\n");
		expect(await ok("deployment list shop")).toMatch(/^shop +1 +B, C +\d{4}-\d\d-\d\d \d\d:\d\d +Ours$/m);
	});

	it.each(["deployment describe shop", "deployment set-input shop", "deployment set-input shop A"])(
		"refuses %s",
		async (line) => {
			expect((await run(line)).exit).toBe(2);
		},
	);
});

describe("mci resolve --template", () => {
	it("prints the image id, or the whole result with reasons", async () => {
		expect(await ok("resolve --template web@2 --cloud us-east --mci B")).toBe("img9\n");
		const explained = await ok("resolve --template web@2 --cloud us-east --explain");
		expect(explained).toMatch(/^mci +A@4 +default of web@2$/m);
		expect(explained).toMatch(/^userData +U1 +setting of A@4 for us-east$/m);
		expect((await run("resolve --template web@2 --cloud sydney")).exit).toBe(4);
	});

	it.each([
		"resolve",
		"resolve A --template web --cloud us-east",
		"resolve A --mci B --cloud us-east",
		"resolve --template web",
	])("refuses %s", async (line) => {
		expect((await run(line)).exit).toBe(2);
	});
});
