import { createHash } from "node:crypto";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSession } from "../src/cli/connection/session.ts";
import { defineMember, type Run as RunAct } from "../src/cli/input/define-command.ts";
import { lifecycleMembers } from "../src/cli/lifecycles/kind-commands.ts";
import { reportError } from "../src/cli/output/error-report.ts";
import type { World } from "../src/cli/world.ts";
import { type ComponentKind, componentNouns } from "../src/core/component/index.ts";
import { assembleRegistry, type Registry } from "../src/main/assemble.ts";
import { actorWith } from "../src/registry/actor.ts";
import { type KeptRegistry, openCli, type Run, type RunLine, type Setup } from "./cli-harness.ts";
import { type Components, componentsOf } from "./components.ts";
import { roleSets } from "./role-sets.ts";

const samples = join(fileURLToPath(new URL("..", import.meta.url)), "samples");
const fcos = "fedora-coreos-stable-x86_64";
const cloud = "aws-us-east-1";
/** The AMI that a test maps in its own MCI. */
const amiOf = (name: string) => `ami-${createHash("sha256").update(name).digest("hex").slice(0, 17)}`;

const { folder, ok, json, fresh, keepRegistry, close } = openCli();
let kept: KeptRegistry;
/** The same rows, for things that these commands do not create: templates, scripts and clones. */
let registry: Registry;
let make: Components;
const mci: RunLine = (line, setup) => kept.run(line, setup);

beforeAll(async () => {
	kept = await keepRegistry();
	expect(await mci(`upstream import ${samples}/fedora-coreos`)).toMatchObject({ exit: 0 });
	registry = await assembleRegistry({ data: kept.data, databaseUrl: null, allowPrivateUpstreams: false });
	const actor = actorWith({
		accountId: registry.account.id,
		account: registry.account.name,
		name: "test",
		kind: "token",
		roles: roleSets.admin,
	});
	make = componentsOf(registry.needs, actor);
});

afterAll(async () => {
	await registry.close();
	await kept.close();
	close();
});

/** A terminal at which a user types this. */
const typing = (text: string): Setup => ({
	columns: 200,
	world: { stdin: Object.assign(Readable.from([text]), { isTTY: true }) },
});
const clone = async () => {
	const name = fresh("copy");
	await make.clone("mci", `${fcos}@2`, name);
	await make.commit("mci", name).catch(() => undefined);
	await make.put(name, amiOf(name), cloud);
	await make.commit("mci", name);
	return name;
};
const uidOf = async (ref: string) => (await ok(mci(`resolve ${ref} --cloud ${cloud}`))).trim();

/** Runs a command of a kind's group, as the group does. */
async function member(kind: ComponentKind, line: string): Promise<Run> {
	const out: string[] = [];
	const err: string[] = [];
	const sink = (pieces: string[]) => new PassThrough().on("data", (chunk) => void pieces.push(String(chunk)));
	const world: World = {
		version: "1",
		env: { MCI_DATA: kept.data },
		home: folder,
		cwd: folder,
		machine: "here",
		stdin: Readable.from([]),
		stdout: sink(out),
		stderr: sink(err),
		connect: async () => ({ ...kept.connection, close: async () => undefined }),
		checkSignatures: () => Promise.reject(new Error("not here")),
		copyDatabase: () => Promise.reject(new Error("not here")),
		runBackground: () => Promise.reject(new Error("not here")),
		serve: () => Promise.reject(new Error("not here")),
	};
	let exit = 0;
	const run: RunAct = (act) =>
		async function () {
			const session = openSession(world, this.optsWithGlobals());
			exit = (await act(session, this.processedArgs as never, this.optsWithGlobals() as never)) ?? 0;
		};
	const group = new Command(componentNouns[kind].command).exitOverride().option("--json");
	for (const one of lifecycleMembers(kind)) defineMember(group, one, run);
	try {
		await group.parseAsync(line.split(" "), { from: "user" });
	} catch (error) {
		const output = openSession(world, {}).output;
		exit = reportError(error, output);
	}
	return { exit, out: out.join(""), err: err.join("") };
}

describe("channels", () => {
	it("are set, listed, followed by every command that takes a reference, and rolled back", async () => {
		const name = await clone();
		expect(await ok(mci(`channel set ${name} production 1`))).toMatch(new RegExp(`^${name}@production: new, at 1, `));
		const moved = await ok(mci(["channel", "set", name, "production", "--reason", "tested by QA"]));
		expect(moved).toMatch(
			new RegExp(
				`^${name}@production: 1 → 2, 1 changed\n {2}~ ${cloud} +image +ami-\\S+ \\(id\\) → ${amiOf(name)} \\(id\\)`,
			),
		);
		expect(await ok(mci(`channel list ${name}`))).toMatch(/^production +2 .* +2 +commits/m);
		expect(await uidOf(`${name}@production`)).toBe(amiOf(name));
		expect(await ok(mci(`show ${name}@production`))).toContain(`${name}@2`);
		expect(await ok(mci(`resolve ${name}@production --all-clouds --format env`))).toContain(amiOf(name));
		expect(await ok(mci(`export ${name}@production`))).toContain(amiOf(name));
		expect(await ok(mci(`channel rollback ${name} production`))).toContain("2 → 1");
		const history = await ok(mci(`channel history ${name} production`));
		expect(history).toMatch(/^3 +2 +1 .*rollback *$/m);
		expect(history).toMatch(/^2 +1 +2 .*set +tested by QA$/m);
		expect(await mci(`channel rollback ${name} production`)).toMatchObject({ exit: 5 });
		expect(await uidOf(`${name}@production`)).not.toBe(amiOf(name));
	});

	it("that do not exist are refused with a list of those that do", async () => {
		const name = await clone();
		await ok(mci(`channel set ${name} candidate 1`));
		for (const line of [
			`show ${name}@production`,
			`resolve ${name}@production --cloud ${cloud}`,
			`channel history ${name} production`,
		]) {
			const outcome = await mci(line);
			expect(outcome).toMatchObject({ exit: 3, out: "" });
			expect(outcome.err).toContain("it has candidate");
		}
		expect(await mci(`channel list ${fcos}`)).toMatchObject({ exit: 0, out: "" });
	});

	it("are not moved by a dry run", async () => {
		const name = await clone();
		const tried = await mci(`channel set ${name} production 1 --dry-run`);
		expect(tried).toMatchObject({ exit: 0 });
		expect(tried.err).toContain("nothing was moved");
		expect((await json(mci(`channel list ${name} --json`))).items).toEqual([]);
	});

	it("are promoted after the diff is shown, with a question on a terminal and only with --yes elsewhere", async () => {
		const name = await clone();
		await ok(mci(`channel set ${name} production 1`));
		await ok(mci(`channel set ${name} candidate 2`));
		const at = async () =>
			(await json(mci(`channel list ${name} --json`))).items.map(
				(one: { name: string; revision: number }) => `${one.name} ${one.revision}`,
			);
		expect(await ok(mci(`promote ${name} candidate production --dry-run`))).toContain("1 → 2");
		const no = await mci(`promote ${name} candidate production`, typing("n\n"));
		expect(no.out).toContain(amiOf(name));
		expect(no.err).toContain(`Move ${name}@production? [y/N]`);
		expect(no.err).toContain("Nothing was changed");
		expect(await at()).toEqual(["candidate 2", "production 1"]);
		expect((await mci(`promote ${name} candidate production`, typing("y\n"))).err).toContain("Moved.");
		expect(await at()).toEqual(["candidate 2", "production 2"]);
		expect(await ok(mci(`channel history ${name} production`))).toMatch(/^2 +1 +2 .*promote/m);
		expect(await ok(mci(`promote ${name} candidate production`))).toContain("already at 2");
		await ok(mci(`channel rollback ${name} production`));
		expect(await json(mci(`promote ${name} candidate production --json`))).toMatchObject({
			moved: true,
			to: { number: 2 },
		});
	});

	it("are restricted, guarded and removed", async () => {
		const name = await clone();
		await ok(mci(`channel set ${name} production 1`));
		expect(await ok(mci(`channel restrict ${name} production --mover token:deploy --guard commits --guard lint`))).toBe(
			`${name}@production: accepts commits without lint errors; moved by token:deploy\n`,
		);
		const refused = await mci(`channel set ${name} production 2`);
		expect(refused).toMatchObject({ exit: 4, out: "" });
		expect(refused.err).toContain("only token:deploy may");
		await ok(mci(`channel restrict ${name} production --no-movers`));
		await ok(mci(`image revoke ${amiOf(name)} --reason CVE-1 --yes`));
		const guarded = await mci(`channel set ${name} production 2`);
		expect(guarded.exit).toBe(5);
		expect(guarded.err).toContain(`settings.${cloud}.image: image ${amiOf(name)} is revoked`);
		expect(await mci(`channel remove ${name} production`)).toMatchObject({ exit: 0, out: "" });
		for (const line of ["", " --guard commits --no-guards", " --mover x"])
			expect((await mci(`channel restrict ${name} production${line}`)).exit).toBeGreaterThan(1);
	});
});

describe("lifecycles", () => {
	it("of a commit: revoked after its impact is shown, refused with the replacement, and lifted", async () => {
		const name = await clone();
		const shown = await ok(mci(`revoke ${name}@2 --reason CVE-2026-1234 --replacement ${name}@1`));
		expect(shown).toBe(`${name}@2: nothing else is affected.\n${name}@2: revoked, replaced by ${name}@1\n`);
		const refused = await mci(`resolve ${name} --cloud ${cloud}`);
		expect(refused).toMatchObject({ exit: 4, out: "" });
		expect(refused.err).toContain("CVE-2026-1234");
		expect(refused.err).toContain(`instead: replacement ${name}@1`);
		expect(refused.err).toContain("instead: revisions 1");
		expect(await ok(mci(`reactivate ${name}@2`))).toBe(`${name}@2: active\n`);
		expect(await uidOf(name)).toBe(amiOf(name));
	});

	it("that affect others need a confirmation on a terminal, and --yes elsewhere", async () => {
		const name = await clone();
		const app = fresh("app");
		await make.template(app, { mcis: [`${name}@2`] });
		await make.commit("template", app);
		await ok(mci(`channel set ${name} production 2`));
		const impact = await ok(mci(`impact ${name}@production`));
		expect(impact).toMatch(new RegExp(`^template +${app}@1 +pins +${name}@2$`, "m"));
		expect(impact).toMatch(new RegExp(`^template +${app}@head +pins +${name}@2$`, "m"));
		expect(impact).toMatch(new RegExp(`^channel +${name}@production +points to +${name}@2$`, "m"));
		const piped = await mci(`revoke ${name}@production --reason CVE-1 --cascade`);
		expect(piped.exit).toBe(2);
		expect(piped.out).toContain(app);
		expect(piped.err).toContain("affects 3 others, so --yes is needed");
		expect((await mci(`revoke ${name}@2 --reason CVE-1 --json`)).exit).toBe(2);
		expect((await mci(`revoke ${name}@2 --reason CVE-1`, typing("\n"))).err).toContain("Nothing was changed");
		expect((await mci(`revoke ${name}@2 --reason CVE-1 --cascade --dry-run`)).err).toContain("nothing was changed");
		expect(await uidOf(name)).toBe(amiOf(name));
		const done = await mci(`revoke ${name}@2 --reason CVE-1 --cascade`, typing("yes\n"));
		expect(done.err).toContain(`Revoke ${name}@2 and 1 more?`);
		expect(done.out).toContain(`  also template ${app}@1`);
		expect(await ok(member("template", `impact ${app}@1`))).toContain("nothing else is affected");
		expect(await ok(mci(`reactivate ${name}@2 --cascade --yes`))).toContain(`also template ${app}@1`);
	});

	it("begin at a date, or after a duration", async () => {
		const name = await clone();
		expect(await ok(mci(`deprecate ${name}@2 --reason old --at 2999-01-31`))).toBe(
			`${name}@2: deprecated from 2999-01-31 00:00 UTC\n`,
		);
		expect(await ok(mci(`revoke ${name}@2 --reason older --at 2999-06-30T08:00:00+02:00`))).toContain(
			"revoked from 2999-06-30 06:00 UTC",
		);
		expect(await ok(mci(`deprecate ${name}@1 --reason old --at 2020-01-01`))).toBe(`${name}@1: deprecated\n`);
		const warned = await mci(`resolve ${name}@1 --cloud ${cloud}`);
		expect(warned.exit).toBe(0);
		expect(warned.err).toContain("revision-deprecated");
		expect(await mci(`deprecate ${name}@1 --reason old --at soon`)).toMatchObject({ exit: 2 });
	});

	it.each([
		["revoke {name}@2", 2, "--reason"],
		["revoke {name}@head --reason r", 2, "HEAD can't be deprecated"],
		["revoke {name}@9 --reason r", 3, "has no revision 9"],
		["deprecate {name}@2 --reason r --replacement {name}@2", 2, "replace itself"],
		["reactivate none@1", 3, "none"],
	])("%s is refused with exit code %d", async (line, exit, told) => {
		const name = await clone();
		const outcome = await mci(line.replaceAll("{name}", name));
		expect(outcome).toMatchObject({ exit, out: "" });
		expect(outcome.err).toContain(told);
	});

	it("of an image refuse it through every MCI, after its usages are shown", async () => {
		const name = await clone();
		const uid = amiOf(name);
		const piped = await mci(`image revoke ${uid} --reason CVE-1`);
		expect(piped).toMatchObject({ exit: 2 });
		expect(piped.out).toMatch(new RegExp(`^mci +${name} +2, head +${cloud} +latest`, "m"));
		expect((await mci(`image revoke ${uid} --reason CVE-1 --dry-run`)).err).toContain("nothing was changed");
		expect((await mci(`image revoke ${uid} --reason CVE-1`, typing("n\n"))).err).toContain("Nothing was changed");
		expect(await ok(mci(`image revoke ${uid} --reason CVE-1 --replacement ami-00000002 --yes`))).toContain(
			`${uid} in ${cloud}: revoked`,
		);
		const refused = await mci(`resolve ${name} --cloud ${cloud}`);
		expect(refused).toMatchObject({ exit: 4 });
		expect(refused.err).toContain("instead: replacement ami-00000002");
		expect((await mci(`where-used ${uid}`)).err).toContain("Here it is revoked in aws-us-east-1: CVE-1");
		await ok(mci(`image reactivate ${uid}`));
		await ok(mci(`image deprecate ${uid} --reason old`));
		expect(await uidOf(name)).toBe(uid);
		expect(await mci("image revoke ami-none --reason r")).toMatchObject({ exit: 3 });
	});
});

describe("lint", () => {
	it("reports findings with their fixes, and ends with 7 when --fail-on says so", async () => {
		const name = await clone();
		expect((await mci(`lint ${name}`)).exit).toBe(0);
		await ok(mci(`image revoke ${amiOf(name)} --reason CVE-1 --yes`));
		const found = await mci(`lint ${name}`);
		expect(found).toMatchObject({ exit: 7, err: "" });
		expect(found.out).toMatch(new RegExp(`^${name}@2: 1 error`));
		expect(found.out).toMatch(
			new RegExp(
				`^ {2}error +settings\\.${cloud}\\.image: image ${amiOf(name)} is revoked.*\\[image-revoked\\]\n {11}\\S`,
				"m",
			),
		);
		expect((await mci(`lint ${name} --fail-on never`)).exit).toBe(0);
		expect((await mci(`lint ${name}@1`)).exit).toBe(0);
		expect(await mci(`lint ${name} --json`)).toMatchObject({ exit: 7 });
		expect(await mci(`lint ${name} --fail-on info`)).toMatchObject({ exit: 2 });
		expect(await mci(`lint ${name} --path x`)).toMatchObject({ exit: 2 });
	});

	it("writes SARIF for code scanning", async () => {
		const name = await clone();
		await ok(mci(`image revoke ${amiOf(name)} --reason CVE-1 --yes`));
		const { exit, out } = await mci(`lint ${name} --sarif --path images/web.yaml`);
		expect(exit).toBe(7);
		const log = JSON.parse(out);
		expect(log.version).toBe("2.1.0");
		expect(log.runs[0].results[0]).toMatchObject({ ruleId: "image-revoked", level: "error" });
	});

	it("follows the policy, which does not block upstream lists", async () => {
		expect(await ok(mci("policy set --required-cloud azure-westeurope --trusted-owner somebody"))).toMatch(
			/^required clouds +azure-westeurope$/m,
		);
		expect(await ok(mci("policy show"))).toMatch(/^trusted owners +somebody$/m);
		expect((await mci(`lint ${fcos}`)).out).toContain("[cloud-missing]");
		expect(await ok(mci(`upstream import ${samples}/almalinux`))).toMatch(/[1-9]\d* new revisions?/);
		expect(await mci("policy set")).toMatchObject({ exit: 2 });
		expect(await mci("policy set --required-cloud x --no-required-clouds")).toMatchObject({ exit: 2 });
		expect(await ok(mci("policy set --no-required-clouds --no-trusted-owners"))).toMatch(/^required clouds +none$/m);
	});
});

describe("updates", () => {
	it("of a clone are shown with their changes and the command that applies them", async () => {
		const name = fresh("behind");
		await make.clone("mci", `${fcos}@3`, name);
		const told = await ok(mci(`updates ${name}`));
		expect(told).toMatch(new RegExp(`^${fcos} 3 → 4 \\(its origin\\): \\d+ changed`));
		expect(told).toContain(`  mci merge ${name} --from ${fcos}@4`);
		expect(await ok(mci("updates"))).toMatch(new RegExp(`^${name} +${fcos} +3 +4 `, "m"));
		expect(await mci(`updates ${fcos}`)).toMatchObject({ exit: 0, out: "" });
	});

	it("of a template are applied all at once, or one by one", async () => {
		const [app, setup] = [fresh("app"), fresh("setup")];
		await make.script(setup);
		await make.commit("script", setup);
		await make.template(app, { mcis: [`${fcos}@1`, "fedora-coreos-stable-arm64@2"], boot: [setup] });
		expect(await ok(member("template", `updates ${app}`))).toContain(`mci template update ${app} --mci ${fcos}`);
		const tried = await member("template", `update ${app} --dry-run`);
		expect(tried.out).toBe(`${app}: mci ${fcos} 1 → 4\n${app}: mci fedora-coreos-stable-arm64 2 → 4\n`);
		expect(tried.err).toContain("nothing was changed");
		expect(await ok(member("template", `update ${app} --mci ${fcos}`))).toBe(`${app}: mci ${fcos} 1 → 4\n`);
		expect(await ok(member("template", `update ${app}`))).toBe(`${app}: mci fedora-coreos-stable-arm64 2 → 4\n`);
		expect((await member("template", `update ${app}`)).err).toContain("is up to date");
		expect(await member("template", `update ${app} --mci none`)).toMatchObject({ exit: 3 });
	});
});

describe("where-used", () => {
	it("lists the usages of images, MCIs, templates and scripts", async () => {
		const name = await clone();
		const [app, setup] = [fresh("app"), fresh("setup")];
		await make.script(setup);
		await make.commit("script", setup);
		await make.template(app, { mcis: [`${name}@2`], boot: [setup] });
		await make.commit("template", app);
		await ok(mci(`channel set ${name} production 2`));
		const image = await ok(mci(`where-used ${amiOf(name)}`));
		expect(image).toMatch(new RegExp(`^${name} +2, head +${cloud} +latest`, "m"));
		expect(image).toMatch(new RegExp(`^template +${app} +1, head +mci ${name}@2 +latest$`, "m"));
		expect(await json(mci(`where-used ${amiOf(name)} --json`))).toMatchObject({
			items: [{ usages: [{ mci: name }] }],
			templates: [{ template: app }],
		});
		for (const ref of [name, `${name}@production`, `${name} --kind mci`]) {
			expect(await ok(mci(`where-used ${ref}`))).toMatch(new RegExp(`^channel +${name}@production +2$`, "m"));
		}
		expect(await ok(mci(`where-used ${setup} --kind script`))).toMatch(
			new RegExp(`^template +${app} +1, head +boot ${setup}@1 +latest$`, "m"),
		);
		expect((await mci(`where-used ${app} --kind template`)).err).toContain(`Nothing uses ${app}.`);
		expect(await mci("where-used a/b/c")).toMatchObject({ exit: 3, out: "" });
		expect((await mci("where-used none --kind mci")).err).toContain("mci-not-found");
		expect((await mci("where-used none")).err).toContain("image-not-found");
	});
});

describe("commands of the groups of templates and scripts", () => {
	it.each(["template", "script"] as const)("work the same for a %s", async (kind) => {
		const name = fresh(kind);
		if (kind === "script") await make.script(name);
		else await make.template(name, {});
		await make.commit(kind, name);
		expect(await ok(member(kind, `channel set ${name} live 1`))).toContain(`${name}@live: new, at 1`);
		expect(await ok(member(kind, `channel list ${name}`))).toMatch(/^live +1 /m);
		expect(await ok(member(kind, `lint ${name}@live`))).toContain(`${name}@1`);
		expect(await ok(member(kind, `deprecate ${name}@live --reason old`))).toBe(`${name}@1: deprecated\n`);
		expect(await ok(member(kind, `reactivate ${name}@1`))).toBe(`${name}@1: active\n`);
		expect(await ok(member(kind, `promote ${name} live canary`))).toContain(`${name}@canary: new, at 1`);
		expect((await member(kind, `updates ${name}`)).err).toContain("is up to date");
		expect((await member(kind, "channel list none")).err).toContain(`${kind}-not-found`);
	});
});
