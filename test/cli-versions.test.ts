import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KeptRegistry, openCli, type RunLine, type Setup } from "./cli-harness.ts";

const samples = fileURLToPath(new URL("../samples", import.meta.url));
const fcos = "fedora-coreos-stable-x86_64";

const { newRegistry, keepRegistry, fresh, file, ok, json, close } = openCli();
let shared: KeptRegistry;
const mci: RunLine = (line, setup) => shared.run(line, setup);

beforeAll(async () => {
	shared = await keepRegistry();
	expect(await mci(`upstream import ${samples}/fedora-coreos`)).toMatchObject({ exit: 0 });
});

afterAll(async () => {
	await shared.close();
	close();
});

/** A terminal at which a user types these lines. */
function typing(...lines: readonly string[]): Setup {
	const stdin = Object.assign(Readable.from(lines.map((line) => `${line}\n`)), { isTTY: true });
	return { columns: 120, env: { NO_COLOR: "1" }, world: { stdin } };
}

/** An MCI with two commits: us-east-1 gets another image and an instance type, gcp comes, azure goes. */
async function twoCommits(name: string, on: RunLine = mci): Promise<void> {
	await ok(on(`create ${name}`));
	await ok(on(`set ${name} aws-us-east-1=ami-00000000000000001 azure-westeurope=acme:web:base:1.0.0`));
	await ok(on(`commit ${name} -m first`));
	await ok(on(`set ${name} aws-us-east-1=ami-00000000000000002 --instance-type t3.small`));
	await ok(on(`set ${name} gcp=projects/acme/global/images/web-2`));
	await ok(on(`unset ${name} azure-westeurope`));
	await ok(on(`commit ${name} -m second`));
}

describe("a clone of a published image", () => {
	it("is changed in one cloud, merges a newer release with one conflict, and is committed", async () => {
		const name = fresh("golden");
		expect(await ok(mci(`clone ${fcos}@2 ${name}`))).toBe(`${name}: cloned from ${fcos}@2, not committed yet\n`);
		await ok(mci(`set ${name} aws-us-east-1=ami-0abcdef1234567890`));
		await ok(mci(`commit ${name} -m Ours`));
		const before = await json(mci(`show ${name}@head --json`));
		const refused = await mci(`merge ${name} --from ${fcos}@4`);
		expect(refused.exit).toBe(5);
		const ids = await Promise.all(
			[2, 4].map(async (n) => (await ok(mci(`resolve ${fcos}@${n} --cloud aws-us-east-1`))).trim()),
		);
		expect(refused.out).toBe(
			[
				`1 conflict between ${name}@head (ours) and ${fcos}@4 (theirs), both compared with ${fcos}@2 (base):`,
				"",
				"PLACE                BASE                   OURS                   THEIRS",
				`aws-us-east-1.image  ${ids[0]}  ami-0abcdef1234567890  ${ids[1]}`,
				"",
				"Resolve each with ours, theirs or a value, or all of them with --ours or --theirs:",
				"",
				`  mci merge ${name} --from ${fcos}@4 \\`,
				"    --resolve aws-us-east-1.image=theirs",
				"",
			].join("\n"),
		);
		expect(refused.err).toBe("Nothing was changed: 1 conflict not resolved. [merge-conflicts]\n");
		expect(await json(mci(`show ${name}@head --json`))).toEqual(before);
		const answered = `merge ${name} --from ${fcos}@4 --resolve aws-us-east-1.image=ami-0123456789abcdef0`;
		const tried = await mci(`${answered} --dry-run`);
		expect([tried.exit, tried.err]).toEqual([0, "Dry run: nothing was changed.\n"]);
		expect(tried.out).toMatch(/^~ +gcp +image +\S+ +\S+$/m);
		expect(await json(mci(`show ${name}@head --json`))).toEqual(before);
		const merged = await ok(mci([...answered.split(" "), "--commit", "-m", "Takes in release 4"]));
		expect(merged).toMatch(
			new RegExp(
				`^${name}@head ← ${fcos}@4, compared with ${fcos}@2: 1 added, 61 changed\n${name}@2: 1 added, 61 changed {2}sha256:`,
			),
		);
		expect((await ok(mci(`resolve ${name} --cloud aws-us-east-1`))).trim()).toBe("ami-0123456789abcdef0");
		expect(await ok(mci(`diff ${name} ${fcos}@4 --stat`))).toMatch(/^~ +name\n~ +aws-us-east-1 +image\n/m);
		expect(await ok(mci(`merge ${name} --from ${fcos}@4`))).toContain("nothing to merge");
		expect(await ok(mci(`show ${name}`))).toMatch(new RegExp(`^clone of +${fcos}@2$`, "m"));
	});

	it.each([
		["--ours", "ami-0abcdef1234567890"],
		["--theirs", undefined],
		["--theirs --resolve aws-us-east-1.image=ours", "ami-0abcdef1234567890"],
	])("takes one side of every conflict with %s", async (options, image) => {
		const name = fresh("sided");
		await ok(mci(`clone ${fcos}@2 ${name}`));
		await ok(mci(`set ${name} aws-us-east-1=ami-0abcdef1234567890`));
		const merged = await json(mci(`merge ${name} --from ${fcos}@4 ${options} --json`));
		expect(merged).toMatchObject({ mci: { name }, theirs: { number: 4 }, base: { number: 2 }, conflicts: [] });
		const expected = image ?? (await ok(mci(`resolve ${fcos}@4 --cloud aws-us-east-1`))).trim();
		expect((await ok(mci(`resolve ${name}@head --cloud aws-us-east-1`))).trim()).toBe(expected);
	});

	it("reports conflicts to a program as the registry's problem, and those of a dry run as the answer", async () => {
		const name = fresh("program");
		await ok(mci(`clone ${fcos}@2 ${name}`));
		await ok(mci(`set ${name} aws-us-east-1=ami-0abcdef1234567890`));
		const refused = await mci(`merge ${name} --from ${fcos}@4 --json`);
		expect([refused.exit, refused.out]).toEqual([5, ""]);
		expect(JSON.parse(refused.err)).toMatchObject({
			code: "merge-conflicts",
			details: { conflicts: [{ path: "aws-us-east-1.image" }] },
		});
		const tried = await mci(`merge ${name} --from ${fcos}@4 --json --dry-run`);
		expect([tried.exit, JSON.parse(tried.out).conflicts.length]).toEqual([5, 1]);
	});
});

describe("a user at a terminal", () => {
	const conflicting = async () => {
		const name = fresh("asked");
		await twoCommits(name);
		await ok(mci(`clone ${name}@1 ${name}-copy`));
		await ok(mci(`set ${name}-copy aws-us-east-1=ami-000000000000000ff azure-westeurope=acme:web:base:9.9.9`));
		return { name, line: `merge ${name}-copy --from ${name}` };
	};
	const imageOf = async (name: string, cloud: string) =>
		(await mci(`resolve ${name}@head --cloud ${cloud}`)).out.trim();

	it("is asked about each conflict with its three sides, sees the changes, and confirms", async () => {
		const { name, line } = await conflicting();
		const merged = await mci(line, typing("", "t", "o", "y"));
		expect(merged.exit).toBe(0);
		expect(merged.out).toContain(
			"\naws-us-east-1.image  (1 of 2)\n  base    ami-00000000000000001\n  ours    ami-000000000000000ff\n  theirs  ami-00000000000000002\n",
		);
		expect(merged.out).toMatch(
			/azure-westeurope {2}\(2 of 2\)\n.*\n {2}ours {4}acme:web:base:9\.9\.9\n {2}theirs {2}\(nothing\)\n/,
		);
		expect(merged.err).toContain(`Change HEAD of ${name}-copy? [y/N] `);
		expect(await imageOf(`${name}-copy`, "aws-us-east-1")).toBe("ami-00000000000000002");
		expect(await imageOf(`${name}-copy`, "azure-westeurope")).toBe("acme:web:base:9.9.9");
		expect(await imageOf(`${name}-copy`, "gcp")).toBe("projects/acme/global/images/web-2");
	});

	it("may type a value, or choose none; an invalid value is asked for again", async () => {
		const { name, line } = await conflicting();
		const merged = await mci(`${line} --yes`, typing("ami-x\u0007", "n", "ami-00000000000000007", "n"));
		expect(`${merged.exit} ${merged.err}`).toMatch(
			/^0 .*The answer for “aws-us-east-1.image” is not valid: the image id contains control characters/s,
		);
		expect(await imageOf(`${name}-copy`, "aws-us-east-1")).toBe("ami-00000000000000007");
		expect(
			(await json(mci(`show ${name}-copy@head --json`))).settings.map(({ cloud }: { cloud: string }) => cloud),
		).toEqual(["aws-us-east-1", "gcp"]);
	});

	it.each([
		["says no", ["t", "t", "n"], 0],
		["goes away", ["t"], 2],
	])("who %s changes nothing", async (_who, lines, exit) => {
		const { name, line } = await conflicting();
		const before = await json(mci(`show ${name}-copy@head --json`));
		const outcome = await mci(line, typing(...lines));
		expect(outcome.exit).toBe(exit);
		expect(outcome.err).toContain("Nothing was changed.");
		expect(await json(mci(`show ${name}-copy@head --json`))).toEqual(before);
	});
});

describe("diff", () => {
	const golden = [
		"   PLACE             FIELD         BEFORE                 AFTER",
		"~  aws-us-east-1     image         ami-00000000000000001  ami-00000000000000002",
		"~  aws-us-east-1     instanceType                         t3.small",
		"-  azure-westeurope  image         acme:web:base:1.0.0",
		"+  gcp               image                                projects/acme/global/images/web-2",
	];

	it("is a table of places with the values before and after, and a summary line", async () => {
		const name = fresh("told");
		await twoCommits(name);
		const told = await ok(mci(`diff ${name}@2`));
		expect(told).toBe([...golden, "", `${name}@1 → ${name}@2: 1 added, 1 changed, 1 removed`, ""].join("\n"));
		expect(await ok(mci(`diff ${name}@1 ${name}`))).toBe(told);
		const colored = await ok(mci(`diff ${name}@2`, { columns: 120 }));
		const [yellow, red, green, off] = ["\u001b[33m", "\u001b[31m", "\u001b[32m", "\u001b[39m"];
		expect(colored).toContain(
			`${yellow}${golden[1]}${off}\n${yellow}${golden[2]}${off}\n${red}${golden[3]}${off}\n${green}${golden[4]}${off}\n`,
		);
		const narrow = await ok(mci(`diff ${name}@2`, { columns: 60, env: { NO_COLOR: "1" } }));
		expect(Math.max(...narrow.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
	});

	it("of a plain name shows the changes of its HEAD since the newest commit", async () => {
		const name = fresh("uncommitted");
		await twoCommits(name);
		expect(await ok(mci(`diff ${name}`))).toBe(`${name}@2 → ${name}@head: no change\n`);
		await ok(mci(`describe ${name} --description New --tag web`));
		expect(await ok(mci(`diff ${name}`))).toBe(
			[
				"   PLACE        FIELD  BEFORE  AFTER",
				'~  description         ""      New',
				"+  tags                        web",
				"",
				`${name}@2 → ${name}@head: description changed, tags changed`,
				"",
			].join("\n"),
		);
		expect(await ok(mci(`diff ${name}@1`))).toMatch(new RegExp(`^nothing → ${name}@1: 2 added$`, "m"));
	});

	it("ends with 1 for differences only when asked to, like git", async () => {
		const name = fresh("exit");
		await twoCommits(name);
		expect((await mci(`diff ${name}@1 ${name}@2`)).exit).toBe(0);
		expect((await mci(`diff ${name}@1 ${name}@2 --exit-code`)).exit).toBe(1);
		expect((await mci(`diff ${name}@2 ${name}@2 --exit-code`)).exit).toBe(0);
	});

	it("is the API's JSON with --json, and only places with --stat", async () => {
		const name = fresh("forms");
		await twoCommits(name);
		expect(await json(mci(`diff ${name}@2 --json`))).toMatchObject({
			from: { name, number: 1 },
			to: { number: 2 },
			names: {},
		});
		expect(await ok(mci(`diff ${name}@2 --stat`))).toBe(
			[
				"   PLACE             FIELDS",
				"~  aws-us-east-1     image, instanceType",
				"-  azure-westeurope  image",
				"+  gcp               image",
				"",
				`${name}@1 → ${name}@2: 1 added, 1 changed, 1 removed`,
				"",
			].join("\n"),
		);
	});

	it("shows texts of several lines line by line", async () => {
		const name = fresh("texts");
		await ok(mci(`create ${name}`));
		const lines = Array.from({ length: 9 }, (_, i) => `line ${i}`);
		await ok(
			mci(
				`set ${name} gcp=projects/acme/global/images/web-2 --user-data ${file("before.sh", `${lines.join("\n")}\n`)}`,
			),
		);
		await ok(mci(`commit ${name} -m first`));
		await ok(
			mci(`set ${name} gcp --user-data ${file("after.sh", `${lines.with(4, "other\u001b[31m").join("\n")}\n`)}`),
		);
		expect(await ok(mci(`diff ${name}`))).toContain(
			[
				"~  gcp    userData  9 lines  9 lines",
				"",
				"gcp userData",
				"  …",
				"    line 2",
				"    line 3",
				"  - line 4",
				"  + other\\u001b[31m",
				"    line 5",
				"    line 6",
				"  …",
			].join("\n"),
		);
	});

	it.each([
		["diff absent", 3, "mci-not-found"],
		["diff absent other", 3, "mci-not-found"],
		[`diff ${fcos}@99`, 3, "revision-not-found"],
		[`diff ${fcos}@stable`, 3, "channel-not-found"],
		[`diff ${fcos} --stat --patch`, 2, "can't be combined"],
		["diff", 2, "Missing required argument"],
	])("%s ends with %i and says %s", async (line, exit, text) => {
		const outcome = await mci(line);
		expect(outcome).toMatchObject({ exit, out: "" });
		expect(outcome.err).toContain(text);
	});
});

describe("a patch", () => {
	it("makes another registry's HEAD equal, down to the digest", async () => {
		const [here, there] = [newRegistry(), newRegistry()];
		for (const on of [here, there]) await ok(on("cloud add acme-r1 --type openstack --region R1"));
		await twoCommits("web", here);
		await ok(there("apply -", { stdin: await ok(here("export web@1")) }));
		await ok(there("commit web -m first"));
		await ok(here(["describe", "web", "--description", "yes: 18.04\n  and #more", "--tag", "007"]));
		await ok(here("set web acme-r1=3e2d --kernel 0x1F --user-data -", { stdin: "#!/bin/sh\n\techo ünï\n" }));
		await ok(here("commit web -m third"));
		const patch = await ok(here("diff web@1 web@3 --patch"));
		const tried = await there("apply - --dry-run", { stdin: patch });
		expect([tried.exit, tried.err]).toEqual([0, "Dry run: nothing was changed.\n"]);
		expect(tried.out).toMatch(/^web: 2 added, 1 changed, 1 removed, description changed, tags changed\n {2}/);
		expect(await ok(there(["apply", "-", "--commit", "-m", "patched"], { stdin: patch }))).toContain(
			"committed as revision 2",
		);
		const { digest } = await json(here("show web@3 --json"));
		expect((await json(there("show web@2 --json"))).digest).toBe(digest);
		expect(await ok(there("apply -", { stdin: patch }))).toBe("web: no change\n");
	});

	it("that does not apply changes nothing, and reports the expected and the actual values", async () => {
		const name = fresh("unfit");
		await twoCommits(name);
		const patch = file(`${name}.yaml`, await ok(mci(`diff ${name}@1 ${name}@2 --patch`)));
		await ok(mci(`restore ${name} 1`));
		await ok(mci(`set ${name} aws-us-east-1=ami-000000000000000aa`));
		for (const more of ["", " --dry-run"]) {
			const refused = await mci(`apply ${patch}${more}`);
			expect(refused).toMatchObject({ exit: 5, out: "" });
			expect(refused.err).toContain(`[patch-rejected]`);
			expect(refused.err).toContain(
				"\n  aws-us-east-1.image: expected ami-00000000000000001, found ami-000000000000000aa\n",
			);
		}
		expect(await ok(mci(`diff ${name}@1 ${name}@head --stat`))).toMatch(/^~ +aws-us-east-1 +image$/m);
	});

	it("may be applied to another component with --name", async () => {
		const name = fresh("named");
		await twoCommits(name);
		await ok(mci(`clone ${name}@1 ${name}-eu`));
		const patch = await ok(mci(`diff ${name}@2 --patch`));
		expect(await ok(mci(`apply - --name ${name}-eu`, { stdin: patch }))).toBe(
			`${name}-eu: 1 added, 1 changed, 1 removed\n`,
		);
		expect(await ok(mci(`diff ${name} ${name}-eu@head`))).toMatch(/: name changed$/m);
		expect((await mci(`apply - --name x`, { stdin: await ok(mci(`export ${name}`)) })).err).toContain(
			"--name needs exactly one patch",
		);
	});

	it.each([
		["patch: mci\nname: x\n", ":1:1: “changes” is missing"],
		["patch: image\nname: x\nchanges: []\n", ":1:8: patch must be one of mci, template, script, not “image”"],
		["patch: mci\nname: x\nchanges:\n  - change: nonsense\n", ":4:13: change must be one of text-changed"],
		["patch: mci\nname: x\nchanges:\n  - cloud: gcp\n", ":4:5: “change”, the kind of the change, is missing"],
		["patch: mci\nname: x\nchanges:\n  - change: tag-added\n", ":4:5: tag-added has no “tag”"],
		[
			"patch: mci\nname: x\nchanges:\n  - { change: setting-changed, cloud: gcp, field: image, after: i }\n",
			"has no “before”",
		],
		["patch: mci\nname: x\nchanges:\n  - { change: tag-added, tag: a, extra: b }\n", "“extra” is unknown"],
		[
			"patch: template\nname: x\nchanges:\n  - { change: mci-added, lineage: l, after: { revision: -1 } }\n",
			"is not a revision's number",
		],
	])("in an invalid form is refused with the place of the error: %j", async (text, told) => {
		const outcome = await mci("apply -", { stdin: text });
		expect(outcome).toMatchObject({ exit: 2, out: "" });
		expect(outcome.err).toContain(`stdin${told.startsWith(":") ? told : ""}`);
		expect(outcome.err).toContain(told);
	});
});

describe("delete", () => {
	it("asks for a confirmation at a terminal, and needs --yes elsewhere", async () => {
		const name = fresh("gone");
		await twoCommits(name);
		const refused = await mci(`delete ${name}`);
		expect(refused).toMatchObject({ exit: 2, out: "" });
		expect(refused.err).toContain("Give --yes to delete without being asked");
		const declined = await mci(`delete ${name}`, typing("n"));
		expect(declined).toMatchObject({ exit: 0, out: "" });
		expect(declined.err).toBe(`Delete ${name} with 2 revisions permanently? [y/N] Nothing was changed.\n`);
		expect(await ok(mci(`delete ${name} --dry-run`))).toBe(`${name} with 2 revisions would be deleted.\n`);
		expect(await ok(mci(`delete ${name}`, typing("y")))).toBe(`${name}: deleted\n`);
		expect((await mci(`show ${name}`)).exit).toBe(3);
		await ok(mci(`create ${name}`));
		expect(await json(mci(`delete ${name} --yes --json`))).toMatchObject({ deleted: true, mci: { name } });
	});

	it("lists the usages before it asks", async () => {
		const [name, template] = [fresh("used"), fresh("user")];
		await twoCommits(name);
		await ok(mci(`template create ${template}`));
		const { lineage } = (await json(mci(`show ${name}@head --json`))).mci;
		const { digest } = await json(mci(`show ${name}@2 --json`));
		const changes = [
			`  - { change: mci-added, lineage: ${lineage}, after: { revision: 2, digest: "${digest}" } }`,
			`  - { change: default-changed, after: ${lineage} }`,
		];
		expect(
			await ok(mci("apply -", { stdin: `patch: template\nname: ${template}\nchanges:\n${changes.join("\n")}\n` })),
		).toContain("1 MCI changed");
		expect(await ok(mci(`template show ${template}@head`))).toMatch(new RegExp(`^${name} +2 +2 +2 +default$`, "m"));
		expect(await ok(mci(`template diff ${template}`))).toMatch(new RegExp(`^\\+ +mcis +${name} +@2$`, "m"));
		const refused = await mci(`delete ${name}`, typing("y"));
		expect(refused).toMatchObject({ exit: 5, out: "" });
		expect(refused.err).toContain(
			`“${name}” can't be deleted while it is in use: template ${template}. [component-used]`,
		);
		expect(refused.err).toContain(`\n  used: template ${template}@head has revision 2 (mci)\n`);
		expect(refused.err).not.toContain("[y/N]");
	});
});

describe("rename, restore and undo", () => {
	it("work on HEAD, and report what they did", async () => {
		const name = fresh("moved");
		await twoCommits(name);
		expect(await ok(mci(`restore ${name} 1 --dry-run`))).toMatch(
			new RegExp(`^${name}: HEAD would be set to ${name}@1: 1 added, 1 changed, 1 removed\n[^]*^- {2}gcp `, "m"),
		);
		expect(await ok(mci(`restore ${name}@1`))).toBe(
			`${name}: HEAD was set to ${name}@1: 1 added, 1 changed, 1 removed\n`,
		);
		expect(await ok(mci(`undo ${name} --dry-run`))).toContain(`${name}: mci.restore would be undone: `);
		expect(await ok(mci(`undo ${name}`))).toBe(`${name}: mci.restore is undone: 1 added, 1 changed, 1 removed\n`);
		expect(await ok(mci(`diff ${name}`))).toContain("no change");
		const rest = await mci(`restore ${name}`);
		expect(rest.exit).toBe(2);
		expect(rest.err).toContain(`mci restore ${name} latest`);
		expect(await ok(mci(`rename ${name} ${name}-new --dry-run`))).toContain(`${name} → ${name}-new`);
		expect(await ok(mci(`rename ${name} ${name}-new`))).toBe(`${name} → ${name}-new; the old name works for 90 days\n`);
		expect(await ok(mci(`show ${name}`))).toMatch(
			new RegExp(`^${name}-new@2\\n[^]*^was +${name} \\(works until \\d{4}-\\d\\d-\\d\\d\\)$`, "m"),
		);
		expect((await mci(`create ${name}`)).err).toContain("[name-kept]");
		expect(await ok(mci(`rename ${name}-new ${name}-new --forget-former-names`))).toContain("former names are freed");
		await ok(mci(`create ${name}`));
	});

	it.each([
		["undo {name}", 5, "the last change was mci.commit"],
		["undo absent", 3, "mci-not-found"],
		["restore {name} 9", 3, "it has 1 to 2"],
		["rename {name} a/b", 2, "component-name-invalid"],
		[`rename {name} ${fcos}`, 5, "mci-exists"],
		[`clone {name} ${fcos}`, 5, "mci-exists"],
		["clone {name}@9 x", 3, "revision-not-found"],
		["merge {name} --from absent", 3, "mci-not-found"],
		["merge {name}", 2, "--from"],
		[`merge {name} --from ${fcos} --ours --theirs`, 2, "can't be combined"],
		[`merge {name} --from ${fcos} --resolve x`, 2, "PATH=theirs"],
		[`merge {name} --from ${fcos} --resolve x=1 --resolve x=2`, 2, "is resolved twice"],
		[`merge {name} --from {name}@1 --resolve gcp.imag=ours`, 2, "merge-answer-invalid"],
		[`merge {name} --from ${fcos} --commit`, 2, "--commit needs a message"],
		["commit {name} -m again", 5, "nothing-to-commit"],
	])("%s ends with %i and says %s", async (line, exit, text) => {
		const name = fresh("refused");
		await twoCommits(name);
		const outcome = await mci(line.replaceAll("{name}", name));
		expect(outcome).toMatchObject({ exit, out: "" });
		expect(outcome.err).toContain(text);
	});
});

describe.each(["template", "script"] as const)("mci %s", (kind) => {
	const change =
		kind === "template"
			? "{ change: input-changed, name: PORT, after: '{v}' }"
			: "{ change: text-changed, field: source, before: '{w}', after: '{v}' }";
	const patch = (name: string, after: string, before = "") =>
		mci("apply -", {
			stdin: `patch: ${kind}\nname: ${name}\nchanges:\n  - ${change.replace("{v}", after).replace("{w}", before)}\n`,
		});

	it("supports all of version control, from creation to deletion", async () => {
		const name = fresh("versioned");
		const on = (line: string) => mci(`${kind} ${line}`);
		expect(await ok(on(`create ${name} --tag t --description About`))).toBe(`${name}: created\n`);
		expect(await ok(patch(name, "one"))).toMatch(kind === "template" ? /inputs changed/ : /source changed/);
		const override = kind === "template" ? " --override-lint tried" : "";
		expect(await ok(on(`commit ${name} -m first${override}`))).toMatch(new RegExp(`^${name}@1: `));
		expect(await ok(on("list"))).toMatch(new RegExp(`^${name} +1 +\\S+ \\S+ +About$`, "m"));
		await ok(on(`clone ${name} ${name}-copy`));
		await ok(on(`describe ${name}-copy --description Copy`));
		await ok(on(`describe ${name} --tag u`));
		await ok(on(`commit ${name} -m second${override}`));
		expect(await ok(on(`log ${name}`))).toMatch(
			/^REVISION +DIGEST +COMMITTED +AUTHOR +CHANGES +MESSAGE.*\n2 .* second.*\n1 .* first/,
		);
		expect(await ok(on(`diff ${name}@2`))).toContain(`${name}@1 → ${name}@2: tags changed`);
		expect(await ok(on(`merge ${name}-copy --from ${name}`))).toContain("tags changed");
		expect(await ok(on(`undo ${name}-copy`))).toContain(`${kind}.merge is undone`);
		expect(await ok(on(`restore ${name} 1`))).toContain("tags changed");
		const shown = await ok(on(`show ${name}-copy@head`));
		expect(shown).toContain("Copy");
		expect(shown).toMatch(new RegExp(`^clone of +${name}@1$`, "m"));
		expect(shown).toContain("one");
		expect(await ok(on(`show ${name}@1`))).toMatch(new RegExp(`^${name}@1\\nmessage +first$`, "m"));
		expect(await ok(on(`rename ${name}-copy ${name}-other`))).toContain("→");
		expect(await ok(on(`delete ${name}-other --yes`))).toBe(`${name}-other: deleted\n`);
		for (const line of ["list", `show ${name}`, `show ${name}@head`, `log ${name}`, `diff ${name}`]) {
			expect(Object.keys(await json(on(`${line} --json`))).length).toBeGreaterThan(0);
		}
		expect((await on(`show ${name}-other`)).err).toContain(`[${kind}-not-found]`);
	});

	it("has conflicts like an MCI", async () => {
		const name = fresh("odds");
		await ok(mci(`${kind} create ${name}`));
		await ok(patch(name, "one"));
		await ok(mci([kind, "commit", name, "-m", "first", "--override-lint", "tried"]));
		await ok(mci(`${kind} clone ${name} ${name}-copy`));
		await ok(
			mci("apply -", { stdin: `patch: ${kind}\nname: ${name}-copy\nchanges:\n  - ${changed("one", "mine")}\n` }),
		);
		await ok(
			mci("apply -", { stdin: `patch: ${kind}\nname: ${name}\nchanges:\n  - ${changed("one", "theirs now")}\n` }),
		);
		const refused = await mci(`${kind} merge ${name}-copy --from ${name}@head`);
		const path = kind === "template" ? "inputs.PORT" : "source";
		expect(refused.exit).toBe(5);
		expect(refused.out).toMatch(new RegExp(`^${path} +one +mine +theirs now$`, "m"));
		expect(refused.out).toContain(
			`  mci ${kind} merge ${name}-copy --from ${name}@head \\\n    --resolve ${path}=theirs\n`,
		);
		await ok(mci([kind, "merge", `${name}-copy`, "--from", `${name}@head`, "--resolve", `${path}=both`]));
		expect(await ok(mci(`${kind} show ${name}-copy@head`))).toContain("both");
	});

	function changed(before: string, after: string): string {
		return kind === "template"
			? `{ change: input-changed, name: PORT, before: '${before}', after: '${after}' }`
			: `{ change: text-changed, field: source, before: '${before}', after: '${after}' }`;
	}
});

describe("a commit over lint", () => {
	it("shows its reason in the log permanently", async () => {
		const name = fresh("linted");
		await ok(mci(`create ${name}`));
		await ok(mci(`set ${name} aws-us-east-1=ami-00000000000000001 --instance-type m6g.large`));
		await ok(mci(`commit ${name} -m plain`));
		expect(await ok(mci(`log ${name}`))).not.toContain("NOTES");
		const template = fresh("linted");
		await ok(mci(`template create ${template}`));
		const { lineage } = (await json(mci(`show ${name}@head --json`))).mci;
		const body = `patch: template\nname: ${template}\nchanges:\n  - { change: mci-added, lineage: ${lineage}, after: { revision: 0 } }\n  - { change: default-changed, after: ${lineage} }\n`;
		await ok(mci("apply -", { stdin: body }));
		const refused = await mci(`template commit ${template} -m first`);
		expect(refused).toMatchObject({ exit: 5, out: "" });
		expect(refused.err).toContain("--with-head-dependencies");
		expect((await mci(`template commit ${template} -m x --allow-head --with-head-dependencies`)).err).toContain(
			"can't be combined",
		);
		const kept = await mci(`template commit ${template} -m first --allow-head`);
		expect([kept.exit, kept.err]).toEqual([0, expect.stringContaining(`⚠ pins ${name}@head, which still moves\n`)]);
		expect(await ok(mci(`template log ${template}`))).toMatch(/NOTES\n1 .* first +⚠ pins head$/m);
		expect(await ok(mci(`template show ${template}`))).toMatch(/^⚠ +pins /m);
		await ok(mci(`describe ${name} --description changed`));
		const committed = await ok(mci(`template commit ${template} -m second --with-head-dependencies`));
		expect(committed).toMatch(new RegExp(`^${name}@2: committed with it\n${template}@2: `));
	});
});

describe("completion", () => {
	it.each([
		[["merge", fcos, "--from", "fedora-coreos-stable-x86"], fcos],
		[["diff", `${fcos}@`], `${fcos}@4`],
		[["diff", `${fcos}@h`], `${fcos}@head`],
		[["diff", fcos, `${fcos}@2`], `${fcos}@2`],
		[["clone", "fedora-coreos-st"], fcos],
		[["template", "dif"], "diff"],
		[["script", "merge", "--fr"], "--from"],
		[["template", "show", "shown-te"], "shown-template"],
		[["script", "log", "shown-s"], "shown-script"],
	])("of %j offers %s", async (words, candidate) => {
		for (const kind of ["template", "script"]) await mci(`${kind} create shown-${kind}`);
		expect(await ok(mci(["__complete", "--", ...words]))).toMatch(new RegExp(`^${candidate}\t`, "m"));
	});

	it("offers no MCI where a template is expected", async () => {
		expect(await ok(mci(["__complete", "--", "template", "show", "fedora"]))).toBe("");
	});
});
