import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Cli, type KeptRegistry, openCli, type RunLine } from "./cli-harness.ts";

const php = `#!/bin/bash
# ---
# RightScript Name: Install PHP
# Inputs:
#   PHP_VERSION:
#     Description: which PHP
#     Default: text:8.4
#   HOST:
#     Required: true
# ...
apt-get install -y php
`;

let cli: Cli;
let registry: KeptRegistry;
let mci: RunLine;
let shop = "";

beforeAll(async () => {
	cli = openCli();
	registry = await cli.keepRegistry();
	mci = registry.run;
	await makeParts(mci);
});
afterAll(async () => {
	await registry.close();
	cli.close();
});
beforeEach(async () => {
	shop = cli.fresh("shop");
	await cli.ok(mci(`template create ${shop}`));
});

/** MCIs web (two commits), db (one) and new (none); scripts php and tidy with a commit each. */
async function makeParts(run: RunLine): Promise<void> {
	for (const [name, commits] of [
		["web", 2],
		["db", 1],
		["new", 0],
	] as const) {
		await cli.ok(run(`create ${name}`));
		for (let i = 1; i <= commits; i++) {
			await cli.ok(run(`set ${name} gcp=${name}-${i} aws-us-east-1=ami-0000000${i}`));
			await cli.ok(run(`commit ${name} -m m`));
		}
	}
	for (const name of ["php", "tidy"]) {
		await cli.ok(run(`script create ${name}`));
		await cli.ok(run(["script", "set", name, cli.file(`${name}.sh`, name === "php" ? php : "#!/bin/sh\n")]));
		await cli.ok(run(`script commit ${name} -m m`));
	}
}

const template = (line: string) => mci(`template ${line}`);
const parts = (ref: string) => cli.ok(template(`show ${ref}`));
/** MCIs as `web@2*`, read from the answer to an edit. */
const mcisOf = async (line: string) => {
	const edited = await cli.json(template(`${line} --json`));
	return edited.mcis
		.map(
			(one: { name: string; revision: number; isDefault: boolean }) =>
				`${one.name}@${one.revision}${one.isDefault ? "*" : ""}`,
		)
		.join(" ");
};

describe("mci template", () => {
	it("edits the MCIs: adds, swaps, chooses the default, removes, sets the list", async () => {
		expect(await cli.ok(template(`add-mci ${shop} web@1`))).toBe(
			`${shop}: 1 MCI changed, default changed\n  + mci      web  revision 1\n  ~ default       nothing → web\n`,
		);
		expect(await mcisOf(`add-mci ${shop} new --default`)).toBe("web@1 new@0*");
		expect(await mcisOf(`swap-mci ${shop} web`)).toBe("web@2 new@0*");
		expect(await mcisOf(`swap-mci ${shop} new db@1`)).toBe("web@2 db@1*");
		expect(await mcisOf(`set-default ${shop} web`)).toBe("web@2* db@1");
		expect(await mcisOf(`remove-mci ${shop} db`)).toBe("web@2*");
		expect(await mcisOf(`set-mcis ${shop} db web@1 new --default new`)).toBe("db@1 web@1 new@0*");
		expect(await mcisOf(`set-mcis ${shop} web new@head`)).toBe("web@2 new@0*");
	});

	it.each([
		["add-mci SHOP web@1", 5, "Template “SHOP” can't have two revisions of “web”: web@2 and web@1."],
		["add-mci SHOP wep", 3, "There is no MultiCloud Image “wep”"],
		["add-mci SHOP web@7", 3, "“web” has no revision 7; it has 1 to 2."],
		["remove-mci SHOP web", 5, "“web” is the default MCI of template “SHOP”"],
		["remove-mci SHOP webs", 3, "Did you mean web?"],
		["set-default SHOP new", 3, "MCI “new” is not on template “SHOP”"],
		["set-mcis SHOP db new", 2, "needs exactly one default MCI: no MCI is marked as the default"],
		["set-mcis SHOP db new --default web", 2, "The default, “web”, is not among the MCIs."],
		["add-script SHOP start php", 2, "“start” is not a sequence of scripts."],
		["add-script SHOP boot phq", 3, "There is no script “phq”"],
		["add-script SHOP boot php --position 0", 2, "“0” is not a position."],
		["add-script SHOP boot php --position 9", 2, "9 is not a position of its boot scripts, which are 1 to 1"],
		["remove-script SHOP boot php", 3, "Template “SHOP” has no boot script “php”"],
		["set-input SHOP PORT", 2, "PORT has no value."],
		["set-input SHOP A=1 A=2", 2, "A is named twice."],
		["unset-input SHOP PORT", 3, "does not set input PORT"],
		["add-mci nowhere web", 3, "There is no ServerTemplate “nowhere”"],
	])("%s is refused with exit code %d and a sentence", async (line, exit, says) => {
		await cli.ok(template(`set-mcis ${shop} web db --default web`));
		const before = await parts(`${shop}@head`);
		const refused = await template(line.replaceAll("SHOP", shop));
		expect(refused.exit).toBe(exit);
		expect(refused.err).toContain(says.replaceAll("SHOP", shop));
		expect(refused.err, "no UUID").not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
		expect(await parts(`${shop}@head`)).toBe(before);
	});

	it("edits the scripts of a sequence, and the inputs", async () => {
		const boot = async (line: string) => {
			const edited = await cli.json(template(`${line} --json`));
			return edited.scripts.boot
				.map((one: { name: string; revision: number }) => `${one.name}@${one.revision}`)
				.join(" ");
		};
		expect(await boot(`add-script ${shop} boot php`)).toBe("php@1");
		expect(await boot(`add-script ${shop} boot tidy@head --position 1`)).toBe("tidy@0 php@1");
		expect(await boot(`move-script ${shop} boot php 1`)).toBe("php@1 tidy@0");
		expect(await boot(`swap-script ${shop} boot tidy`)).toBe("php@1 tidy@1");
		expect(await boot(`swap-script ${shop} boot php tidy@head --position 1`)).toBe("tidy@0 tidy@1");
		expect(await boot(`remove-script ${shop} boot tidy --position 2`)).toBe("tidy@0");
		expect(await boot(`set-scripts ${shop} boot php tidy`)).toBe("php@1 tidy@1");
		await cli.ok(template(`set-input ${shop} PHP_VERSION=8.5 EMPTY= EQUALS=a=b`));
		await cli.ok(template(`unset-input ${shop} EMPTY`));
		const shown = await parts(`${shop}@head`);
		expect(shown.slice(shown.indexOf("INPUT"), shown.indexOf("\n\nUncommitted"))).toBe(
			[
				"INPUT        VALUE  FROM                    ABOUT",
				"EQUALS       a=b    the template            no script reads it",
				"HOST                nobody        required",
				"PHP_VERSION  8.5    the template            which PHP",
			].join("\n"),
		);
		expect(await boot(`set-scripts ${shop} boot`)).toBe("");
	});

	it("shows MCIs with the default, the newest commit and the number of clouds, and scripts in order", async () => {
		await cli.ok(template(`set-mcis ${shop} web@1 new --default web`));
		await cli.ok(template(`add-script ${shop} boot php`));
		const shown = await parts(`${shop}@head`);
		expect(shown).toMatch(/^MCI +REVISION +NEWEST +CLOUDS +DEFAULT\nweb +1 +2 +2 +default\nnew +head +none +0$/m);
		expect(shown).toMatch(/^SCRIPTS +SCRIPT +REVISION +NEWEST\nboot +1 +php +1 +1$/m);
	});

	it("reports an edit in a dry run without saving it", async () => {
		const tried = await template(`add-mci ${shop} web --dry-run`);
		expect(tried).toMatchObject({
			exit: 0,
			err: "Dry run: nothing was changed.\n",
			out: expect.stringContaining("+ mci      web  revision 2"),
		});
		expect(await parts(`${shop}@head`)).toContain("No MCIs.");
	});

	it("commits with the HEADs that it uses; without the option, the commit is refused and they are named", async () => {
		const own = cli.fresh("own");
		await cli.ok(mci(`create ${own}`));
		await cli.ok(mci(`set ${own} gcp=i`));
		await cli.ok(template(`add-mci ${shop} ${own}`));
		const refused = await template(`commit ${shop} -m m`);
		expect(refused).toMatchObject({
			exit: 5,
			err: expect.stringContaining(`it pins ${own}@head, and a HEAD can still change`),
		});
		expect(refused.err).toContain("--with-head-dependencies");
		expect(await cli.ok(template(`commit ${shop} -m m --with-head-dependencies`))).toContain(
			`${own}@1: committed with it`,
		);
		expect(await parts(shop)).toMatch(new RegExp(`^${own} +1 +1 +1 +default$`, "m"));
		const used = await mci(`delete ${own} --yes`);
		expect(used).toMatchObject({ exit: 5, err: expect.stringContaining(`template ${shop}`) });
	});
});

describe("mci script set", () => {
	const inputsOf = async (name: string) =>
		(await cli.json(mci(`script show ${name}@head --json`))).inputs.map(
			(one: { name: string; default: string | null; required: boolean }) =>
				`${one.name}=${one.default}${one.required ? "!" : ""}`,
		);
	let name = "";
	beforeEach(async () => {
		name = cli.fresh("script");
		await cli.ok(mci(`script create ${name}`));
	});

	it("reads the source, and inputs from its metadata comment", async () => {
		expect(await cli.ok(mci(`script set ${name} php.sh`))).toBe(`${name}: source changed, inputs changed\n`);
		expect(await inputsOf(name)).toEqual(["HOST=null!", "PHP_VERSION=8.4"]);
		expect(await cli.ok(mci(`script show ${name}@head --source`))).toBe(php);
		expect(await cli.ok(mci(`script set ${name} php.sh`))).toBe(`${name}: no change\n`);
	});

	it("prefers inputs of the command line to those of the comment, and keeps inputs when neither has any", async () => {
		await cli.ok(mci(`script set ${name} php.sh --input PHP_VERSION=8.5 --input ZONE --required PORT --input PORT=80`));
		expect(await inputsOf(name)).toEqual(["HOST=null!", "PHP_VERSION=8.5", "PORT=80!", "ZONE=null"]);
		await cli.ok(mci(`script set ${name} -`, { stdin: "#!/bin/sh\n" }));
		expect(await inputsOf(name)).toHaveLength(4);
		await cli.ok(mci(`script set ${name} php.sh --no-header --input ONLY=1`));
		expect(await inputsOf(name)).toEqual(["ONLY=1"]);
	});

	it("reports a dry run, and refuses a missing file, a missing script, and an unknown or invalid input", async () => {
		expect(await mci(`script set ${name} php.sh --dry-run`)).toMatchObject({
			exit: 0,
			err: "Dry run: nothing was changed.\n",
		});
		expect(await inputsOf(name)).toEqual([]);
		expect(await mci(`script set ${name} nowhere.sh`)).toMatchObject({
			exit: 2,
			err: expect.stringContaining("there is no such file"),
		});
		expect(await mci("script set nowhere php.sh")).toMatchObject({
			exit: 3,
			err: expect.stringContaining("There is no script “nowhere”"),
		});
		expect(await mci(`script set ${name} php.sh --input A-B=1`)).toMatchObject({
			exit: 2,
			err: expect.stringContaining("“A-B” must have 1 to 100 letters"),
		});
		expect(await mci(`script set ${name} php.sh --input A=1 --input A=2`)).toMatchObject({
			exit: 2,
			err: expect.stringContaining("given twice"),
		});
	});
});

describe("template files", () => {
	it("copy a template with its scripts and MCIs to another registry, in any order", async () => {
		await cli.ok(template(`set-mcis ${shop} web@2 db --default db`));
		await cli.ok(template(`add-script ${shop} boot php`));
		await cli.ok(template(`set-input ${shop} HOST=h`));
		await cli.ok(template(`commit ${shop} -m m`));
		const documents = [
			await cli.ok(template(`export ${shop}`)),
			await cli.ok(mci("export web@1")),
			await cli.ok(mci("script export php")),
			await cli.ok(mci("export db")),
		];
		const file = cli.file(`${shop}.yaml`, documents.join("---\n").replace("web@2", "web"));
		const other = cli.newRegistry();
		const tried = await other(`apply ${file} --dry-run`);
		expect(tried).toMatchObject({ exit: 0, err: expect.stringContaining("Dry run: nothing was changed.") });
		expect(tried.out).toContain("php: would be created");
		expect(tried.out).toContain(`${shop}: uses mci web, mci db, script php, which would be created first`);
		const applied = await cli.ok(other(["apply", file, "--commit", "-m", "moved"]));
		expect(applied.split("\n").map((line) => line.replace(/:.*, committed/, ": committed"))).toEqual([
			"php: committed as revision 1",
			"web: committed as revision 1",
			"db: committed as revision 1",
			`${shop}: committed as revision 1`,
			"",
		]);
		const again = await cli.ok(other(["apply", file, "--commit", "-m", "moved"]));
		expect(again).toBe(`php: no change\nweb: no change\ndb: no change\n${shop}: no change\n`);
		const shown = await cli.ok(other(`template show ${shop}`));
		expect(shown).toMatch(/^web +1 +1 +2\ndb +1 +1 +2 +default$/m);
		expect(shown).toMatch(/^boot +1 +php +1 +1$/m);
	});

	it("replace HEAD, and report the changes by name first", async () => {
		await cli.ok(template(`set-mcis ${shop} web@1`));
		await cli.ok(template(`export ${shop}@head -o ${shop}.yaml`));
		const path = join(cli.folder, `${shop}.yaml`);
		const file = readFileSync(path, "utf8")
			.replace("web@1", "web@2\n    default: true\n  - ref: db")
			.replace("ref: db\n    default: true", "ref: db");
		cli.file(`${shop}.yaml`, file);
		const tried = await cli.ok(mci(`apply ${shop}.yaml --dry-run`));
		expect(tried).toMatch(/~ mci +web +revision 1 → revision 2/);
		expect(tried).toMatch(/\+ mci +db +revision 1/);
		expect(await cli.ok(mci(`apply ${shop}.yaml`))).toBe(`${shop}: 2 MCIs changed\n`);
		expect((await cli.json(mci(`apply ${shop}.yaml --json`))).items).toMatchObject([
			{ created: false, changes: [], revision: null },
		]);
	});

	it("with HEADs are committed with them on request", async () => {
		const own = cli.fresh("own");
		await cli.ok(mci(`create ${own}`));
		await cli.ok(mci(`set ${own} gcp=i`));
		const file = cli.file(`${own}.yaml`, `template: ${shop}\nmcis: ['${own}@head']\n`);
		expect(await mci(["apply", file, "--commit", "-m", "m"])).toMatchObject({
			exit: 5,
			err: expect.stringContaining("template-pins-head"),
		});
		expect(await cli.ok(mci(["apply", file, "--commit", "-m", "m", "--with-head-dependencies"]))).toContain(
			"committed as revision 1",
		);
		expect(await parts(shop)).toMatch(new RegExp(`^${own} +1 +1 +1 +default$`, "m"));
	});

	it.each([
		["template: shop\nmcis: [web, db]", 2, "needs exactly one default"],
		["template: shop\nmcis: [nowhere]", 3, "There is no MultiCloud Image “nowhere”"],
		["template: shop\nmcis: [web]\nscript: s", 2, "“script” is unknown"],
		["template: shop\nmcis: [web]\n---\ntemplate: shop\nmcis: [db]", 2, "“shop” is in the files more than once."],
	])("like %j are refused, and nothing is created", async (text, exit, says) => {
		const refused = await mci(["apply", cli.file("bad.yaml", text)]);
		expect(refused).toMatchObject({ exit, err: expect.stringContaining(says) });
		expect((await template("show shop@head")).exit).toBe(3);
	});
});
