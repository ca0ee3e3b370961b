import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { type Actor, actorWith } from "../src/registry/actor.ts";
import { verifyAudit } from "../src/registry/audit/verify-audit.ts";
import { digestOf } from "../src/registry/components/component-content.ts";
import { getHead, getRevision } from "../src/registry/components/get-component.ts";
import { searchComponents } from "../src/registry/components/search-components.ts";
import { allPins } from "../src/registry/components/template-pins.ts";
import type { Needs } from "../src/registry/needs.ts";
import { importLists } from "../src/registry/upstreams/import-files.ts";
import { openStore } from "../src/storage/open-store.ts";
import type { Store } from "../src/storage/store.ts";
import { importAll, packed } from "./import-scenes.ts";
import { engines, type Location, needsOn, newLocation } from "./registries.ts";
import { roleSets } from "./role-sets.ts";

const rounds = 8;

describe.concurrent.each(engines)("a process killed at any time on %s", (engine) => {
	it("loses nothing that it reported as done, and leaves nothing half done", { timeout: 120_000 }, async () => {
		const { location, remove } = await newLocation(engine);
		try {
			const seen = { commits: 0, imports: 0, cutImports: 0 };
			for (let round = 0; round < rounds; round++) {
				const said = await runAndKill(location);
				const store = await openStore(location);
				try {
					const found = await check(
						needsOn(store, () => new Date().toISOString()),
						said,
					);
					seen.commits += found.commits;
					seen.imports += found.imports;
					seen.cutImports += found.cutImports;
				} finally {
					await store.close();
				}
			}
			expect(seen.commits, "the process did something").toBeGreaterThanOrEqual(rounds);
			expect(seen.cutImports, "and was killed in the middle of it").toBeGreaterThan(rounds / 2);
		} finally {
			await remove();
		}
	});

	it("commits a template with all the HEADs that it uses, or none of them", { timeout: 120_000 }, async () => {
		const { location, remove } = await newLocation(engine);
		try {
			const seen = { told: 0, cut: 0 };
			for (let round = 0; round < rounds; round++) {
				const said = await runAndKill(location, "templates");
				const store = await openStore(location);
				try {
					const needs = needsOn(store, () => new Date().toISOString());
					const accounts = new Set(
						said.filter(([word]) => word === "committing").map(([, accountId]) => Number(accountId)),
					);
					for (const accountId of accounts) {
						const ofAccount = said.filter(([, id]) => Number(id) === accountId);
						await checkTemplates(needs, actorOf(accountId, ""), ofAccount);
						const told = ofAccount.filter(([word]) => word === "commit").length;
						seen.told += told;
						seen.cut += ofAccount.length - 2 * told;
					}
				} finally {
					await store.close();
				}
			}
			expect(seen.told, "the process did something").toBeGreaterThanOrEqual(rounds);
			expect(seen.cut, "and was killed in the middle of it").toBeGreaterThan(0);
		} finally {
			await remove();
		}
	});

	it("imports packed revisions completely or not at all", { timeout: 240_000 }, async () => {
		const { location, remove } = await newLocation(engine);
		try {
			let cut = 0;
			for (let round = 0; round < rounds / 2; round++) {
				const said = await runAndKill(location, "packed");
				const store = await openStore(location);
				try {
					const needs = needsOn(store, () => new Date().toISOString());
					// Only the last accounts were interrupted by the kill; the ones before are all alike.
					const accounts = [
						...new Set(said.filter(([word]) => word === "importing").map(([, accountId]) => Number(accountId))),
					].slice(-4);
					for (const accountId of accounts) {
						const ofAccount = said.filter(([word, id]) => word !== "commit" && Number(id) === accountId);
						await checkPacked(needs, accountId, ofAccount);
						const told = ofAccount.filter(([word]) => word === "imported").length;
						cut += ofAccount.length - 2 * told;
					}
					await checkAudit(needs, accounts);
				} finally {
					await store.close();
				}
			}
			expect(cut, "it was killed in the middle of it").toBeGreaterThan(0);
		} finally {
			await remove();
		}
	});
});

/**
 * Checks that the account's part of the template's two revisions is whole, and that importing it again completes it.
 */
async function checkPacked(needs: Needs, accountId: number, said: readonly string[][]): Promise<void> {
	const actor = actorOf(accountId, `account-${accountId}`);
	const { reads, components } = await listAll(needs, accountId);
	const shop = components.find(({ name }) => name === "shop");
	const told = said.filter(([word]) => word === "imported").length;
	expect(components.length, "all that it needs came with it, or nothing").toBe(shop ? 4 : 0);
	expect(shop?.latest ?? 0, "at most the one that was under way is not told").toBeOneOf([told, told + 1]);
	for (const component of components) {
		expect(component.latest).toBe(shop?.latest);
		for (const number of (await reads.revisions.listNumbers([component.id])).get(component.id) ?? []) {
			const { content, digest } = await getRevision(needs, actor, {
				kind: component.kind,
				ref: `${component.name}@${number}`,
			});
			expect(digestOf(needs, content)).toBe(digest);
			expect((await reads.imports.find(component.id, number))?.digest).toBe(digest);
		}
		const head = await getHead(needs, actor, { kind: component.kind, name: component.name });
		expect(head.changes).toEqual([]);
	}
	const publisher = actorOf(Number(said[0]?.[3]), "publisher");
	for (const number of [1, 2]) {
		const { imported } = await importAll(
			needs,
			actor,
			await packed(needs, publisher, { kind: "template", ref: `shop@${number}` }),
		);
		expect(imported.length).toBe(number <= (shop?.latest ?? 0) ? 0 : 4);
	}
}

async function listAll(needs: Needs, accountId: number) {
	const reads = needs.store.read;
	const filter = { accountId, sort: "name" as const, limit: 10 };
	const pages = await Promise.all(
		(["mci", "template", "script"] as const).map((kind) => reads.components.search({ ...filter, kind })),
	);
	return { reads, components: pages.flat() };
}

/** The lines that the child printed until it was killed. */
async function runAndKill(location: Location, ...what: readonly string[]): Promise<string[][]> {
	const child = spawn(
		process.execPath,
		["--no-warnings", join(import.meta.dirname, "crash-child.ts"), JSON.stringify(location), ...what],
		{
			stdio: ["ignore", "pipe", "pipe"],
		},
	);
	let [output, errors] = ["", ""];
	child.stdout.on("data", (bytes) => {
		output += bytes;
	});
	child.stderr.on("data", (bytes) => {
		errors += bytes;
	});
	const ended = once(child, "close");
	// The clock starts with the first commit or packed import: the time that a start takes is not part of the trial.
	const first = what.includes("packed") ? "importing " : "commit ";
	while (!output.includes(first) && child.exitCode === null) await sleep(5);
	await sleep(20 + Math.random() * 500);
	child.kill("SIGKILL");
	await ended;
	expect(child.signalCode, errors).toBe("SIGKILL");
	return output
		.split("\n")
		.slice(0, -1)
		.map((line) => line.split(" "));
}

async function check(
	needs: Needs,
	said: readonly string[][],
): Promise<{ commits: number; imports: number; cutImports: number }> {
	const { store } = needs;
	const commits = said.filter(([word]) => word === "commit");
	for (const [, accountId, number, digest, i] of commits) {
		const actor = actorOf(Number(accountId), "");
		const revision = await getRevision(needs, actor, { kind: "mci", ref: `web@${number}` });
		expect(revision.digest).toBe(digest);
		expect(revision.revision?.message).toBe(`commit ${i}`);
		expect(
			revision.content.settings.find((setting) => setting.cloud === (Number(i) % 2 ? "gcp" : "azure"))?.image.uid,
		).toBe(`i-${i}`);
	}
	const accounts = new Map(
		said.filter(([word]) => word === "importing").map(([, id, name]) => [Number(id), name ?? ""]),
	);
	for (const accountId of [...accounts.keys(), ...commits.slice(0, 1).map(([, id]) => Number(id))])
		await checkWhole(needs, store, accountId);
	let [imports, cutImports] = [0, 0];
	for (const [accountId, account] of accounts) {
		const told = said.filter(([word, id]) => word === "imported" && Number(id) === accountId);
		const begun = said.filter(([word, id]) => word === "importing" && Number(id) === accountId).length;
		imports += told.length;
		if (begun === told.length) continue;
		cutImports++;
		await finish(needs, actorOf(accountId, account));
	}
	await checkAudit(needs, [...accounts.keys()]);
	return { commits: commits.length, imports, cutImports };
}

/**
 * Checks that every commit of the template exists with all its pins, with the recorded digests, and that no HEAD was
 * committed without it.
 */
async function checkTemplates(needs: Needs, actor: Actor, said: readonly string[][]): Promise<void> {
	const { component } = await getHead(needs, actor, { kind: "template", name: "shop" });
	const told = said.filter(([word]) => word === "commit");
	expect(component.latest - told.length, "at most the one that was under way is not told").toBeOneOf([0, 1]);
	for (const [, , number, digest] of told) {
		expect((await getRevision(needs, actor, { kind: "template", ref: `shop@${number}` })).digest).toBe(digest);
	}
	for (let number = 1; number <= component.latest; number++) {
		const { content, digest } = await getRevision(needs, actor, { kind: "template", ref: `shop@${number}` });
		expect(digestOf(needs, content), `shop@${number}`).toBe(digest);
		const pins = allPins(content);
		expect(pins.map(({ pin }) => pin.revision)).toEqual([number, number, number]);
		for (const { pin } of pins) {
			const [pinned] = await needs.store.read.components.listByLineages(actor.accountId, [pin.lineage]);
			expect((await needs.store.read.revisions.find(pinned?.id ?? 0, pin.revision))?.digest).toBe(pin.digest);
			expect(pinned?.latest, "a HEAD is committed with the template or not at all").toBe(component.latest);
		}
	}
}

/**
 * Checks that revisions are numbered without a gap, and that the newest, which the kill could have interrupted, match
 * their settings and digests.
 */
async function checkWhole(needs: Needs, store: Store, accountId: number): Promise<void> {
	const actor = actorOf(accountId, "");
	for (const mci of await searchComponents(needs, actor, { kind: "mci", sort: "name", limit: 1000 })) {
		const revisions = await store.read.revisions.list(mci.id, { limit: 10_000 });
		expect(revisions.map((revision) => revision.number)).toEqual(
			Array.from({ length: mci.latest }, (_, i) => mci.latest - i),
		);
		for (const { number, settingsCount, digest } of revisions.slice(0, 3)) {
			const { content } = await getRevision(needs, actor, { kind: "mci", ref: `${mci.name}@${number}` });
			expect(content.settings.length, `${mci.name}@${number}`).toBe(settingsCount);
			expect(digestOf(needs, content), `${mci.name}@${number}`).toBe(digest);
		}
		if (mci.origin) expect(mci.latest, "an MCI without a release is half an import").toBeGreaterThan(0);
	}
}

/** Imports the lists again, which adds whatever is missing, and checks that everything is there. */
async function finish(needs: Needs, actor: Actor): Promise<void> {
	const samples = join(import.meta.dirname, "../samples");
	const files = ["almalinux", "fedora-coreos"].flatMap((vendor) =>
		readdirSync(join(samples, vendor)).map((file) => join(samples, vendor, file)),
	);
	for (const path of files) await importLists(needs, actor, { files: [{ path, bytes: readFileSync(path) }] });
	const mcis = await searchComponents(needs, actor, { kind: "mci", sort: "name", limit: 1000 });
	const latest = (prefix: string) => mcis.filter((mci) => mci.name.startsWith(prefix)).map((mci) => mci.latest);
	expect(latest("almalinux-os-8")).toEqual([2, 2]);
	expect(latest("almalinux-os-9")).toEqual([3, 3]);
	expect(latest("fedora-coreos")).toEqual([4, 4, 4, 4]);
}

/** Checks that no entry is doubled or missing, and that the chain holds from the first entry to the newest. */
async function checkAudit(needs: Needs, accountIds: readonly number[]): Promise<void> {
	expect(await verifyAudit(needs, actorOf(0, ""), {})).toMatchObject({ broken: null });
	for (const accountId of accountIds) {
		const entries = await needs.store.read.audit.list(accountId, { limit: 10_000 });
		expect(new Set(entries.map((entry) => entry.seq)).size).toBe(entries.length);
	}
}

function actorOf(accountId: number, account: string): Actor {
	return actorWith({ accountId, account, name: "test", kind: "token", roles: roleSets.admin });
}
