import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { assembleRegistry, type Registry } from "../src/main/assemble.ts";
import type { Actor } from "../src/registry/actor.ts";
import { addCloud } from "../src/registry/clouds/add-cloud.ts";
import { type KeptRegistry, openCli, type RunLine, type Setup } from "./cli-harness.ts";
import { type Components, componentsOf } from "./components.ts";
import { type Publications, publicationsOf } from "./publications.ts";
import { newActor } from "./registries.ts";

const { ok, json, fresh, keepRegistry, close } = openCli();
let kept: KeptRegistry;
/** The same rows, used by the publishing account. */
let registry: Registry;
let acme: Actor;
let theirs: Components;
let market: Publications;
const mci: RunLine = (line, setup) => kept.run(line, setup);

beforeAll(async () => {
	kept = await keepRegistry();
	await ok(mci("list"));
	registry = await assembleRegistry({ data: kept.data, databaseUrl: null, allowPrivateUpstreams: false });
	acme = await newActor(registry.needs.store);
	theirs = componentsOf(registry.needs, acme);
	market = publicationsOf(registry.needs, acme);
	await market.name("Acme Images");
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
const take = (name: string, ...more: readonly string[]) =>
	mci(["marketplace", "import", `Acme Images/${name}`, ...more]);

describe("importing on the command line", () => {
	let name: string;
	beforeEach(async () => {
		name = fresh("web");
		await theirs.history(name, "i1", "i2", "i3");
		await market.publish("mci", `${name}@1`);
	});

	it("imports a publication, reports it, and reports a repeat as already there", async () => {
		expect(await ok(take(name, "--dry-run"))).toBe(`mci ${name}@1: would be imported\n`);
		expect(await ok(take(name))).toBe(`mci ${name}@1: imported\n`);
		expect(await ok(take(name))).toBe(`mci ${name}@1: already here\n`);
		expect(await json(take(name, "--json"))).toMatchObject({ imported: [], alreadyThere: [{ name, number: 1 }] });
		expect(await ok(mci(`resolve ${name} --cloud gcp`))).toBe("i1\n");
		expect(await ok(mci(`show ${name}`))).toContain("imported from Acme Images (read-only; clone it to change it)");
		const refused = await mci(`set ${name} gcp=other`);
		expect(refused.err).toContain("so it is read-only. [component-imported]");
		expect(refused.err).toContain(`mci clone ${name} NEW-NAME`);
	});

	it("refuses a name that is in use, with the option for another, and asks at a terminal", async () => {
		await ok(mci(`create ${name}`));
		const refused = await take(name);
		expect(refused.exit).not.toBe(0);
		expect(refused.err).toContain(`--name "${name}=acme-images-${name}"`);
		expect(await ok(take(name, "--dry-run", "--name", `${name}=other`))).toContain(
			`mci other@1: would be imported (its publisher's “${name}”)`,
		);
		const asked = await mci(["marketplace", "import", `Acme Images/${name}`], typing(`${name}\nmine-${name}\n`));
		expect(asked.err).toContain(
			`The MultiCloud Image “${name}” needs another name here (your own) [acme-images-${name}]: `,
		);
		expect(asked.out).toContain(`mci mine-${name}@1: imported`);
		expect((await take(name, "--name", "nonsense")).err).toContain("not OLD=NEW, which --name takes");
	});

	it("shows updates and what they change, and swaps them into templates", async () => {
		await ok(take(name));
		const shop = fresh("shop");
		await ok(mci(`template create ${shop}`));
		await ok(mci(`template add-mci ${shop} ${name}@1`));
		await market.publish("mci", `${name}@3`);
		expect(await ok(mci(`imports list --updates --text ${name}`))).toMatch(
			new RegExp(`mci +${name} +Acme Images +1 +3 .*1 template`),
		);
		const diff = await mci(`imports diff ${name}`);
		expect(diff.err).toContain(`${name}@1 → Acme Images/${name}@3`);
		expect(diff.out).toContain("i3");
		expect((await mci(`imports diff ${name} --to 9`)).err).toContain("publication-not-found");
		expect(await ok(mci(`imports take ${name} --swap --dry-run`))).toContain(`${shop}: ${name} 1 → 3`);
		expect(await ok(mci(["imports", "take", name, "--swap", "--commit", "web 3"]))).toContain(
			`${shop}: ${name} 1 → 3, committed as revision 1`,
		);
		expect((await mci(`imports take ${name}`)).err).toContain("import-newest");
		expect(await ok(mci(`imports show ${name}`))).toMatch(/publisher status[\s\S]*\n3 +offered[\s\S]*\n1 +offered/i);
		expect((await mci(`imports take ${name} --commit x`)).err).toContain("need --swap");
	});

	it("subscribes and unsubscribes", async () => {
		expect(await ok(mci(["marketplace", "subscribe", `Acme Images/${name}`]))).toContain(
			`${name}: followed; new revisions are imported automatically`,
		);
		expect(await ok(mci("imports subscriptions"))).toMatch(new RegExp(`mci +${name} +are imported`));
		expect(await ok(mci(["marketplace", "subscribe", `Acme Images/${name}`, "--offers-only"]))).toContain(
			"new revisions are reported",
		);
		expect(await ok(mci(`imports unsubscribe ${name}`))).toContain("no longer followed");
		expect((await mci(`imports unsubscribe ${name}`)).err).toContain("subscription-not-found");
	});

	it("reports dormant clouds, and wakes them", async () => {
		const [lab, other] = [fresh("lab"), fresh("with-lab")];
		await addCloud(registry.needs, acme, { slug: lab, type: "openstack" });
		await theirs.mci(other, "g1");
		await theirs.put(other, "l1", lab);
		await theirs.commit("mci", other);
		await market.publish("mci", `${other}@1`);
		expect((await take(other)).err).toContain(`Clouds that this account does not have: ${lab}.`);
		expect((await mci(`resolve ${other} --cloud ${lab}`)).err).toContain(`mci cloud add ${lab}`);
		expect(await ok(mci(`cloud list --text ${lab}`))).toContain("dormant");
		await ok(mci(`cloud add ${lab}`));
		expect(await ok(mci(`resolve ${other} --cloud ${lab}`))).toBe("l1\n");
	});

	it("swaps in all templates, or in some", async () => {
		const [own, a, b] = [fresh("own"), fresh("a"), fresh("b")];
		await ok(mci(`create ${own}`));
		for (const uid of ["u1", "u2"]) {
			await ok(mci(`set ${own} gcp=${uid}`));
			await ok(mci(["commit", own, "-m", uid]));
		}
		for (const template of [a, b]) {
			await ok(mci(`template create ${template}`));
			await ok(mci(`template add-mci ${template} ${own}@1`));
		}
		expect(await ok(mci(`swap ${own} --templates ${a}`))).toBe(`${a}: ${own} 1 → 2\n`);
		expect(await ok(mci(`swap ${own} --dry-run`))).toBe(`${b}: ${own} 1 → 2\n`);
		expect((await json(mci(`swap ${own} --json`))).templates).toHaveLength(1);
		expect((await mci(`swap ${own}`)).err).toContain("No template uses another revision");
		expect((await mci(`swap ${own} --to x`)).err).toContain("not a revision's number or head, which --to takes");
	});
});
