import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createComponent } from "../src/registry/components/create-component.ts";
import { putSetting } from "../src/registry/mcis/put-setting.ts";
import { commitRevision } from "../src/registry/revisions/commit-revision.ts";
import { setScript } from "../src/registry/templates/replace-script.ts";
import { importLists } from "../src/registry/upstreams/import-files.ts";
import { openStore } from "../src/storage/open-store.ts";
import { importAll, packed } from "./import-scenes.ts";
import { type Location, needsOn, newActor } from "./registries.ts";
import { templateBuilder } from "./template-builders.ts";

const parent = process.ppid;

/**
 * A process to be killed at any time: commits in a loop, and imports real lists into one new account after another.
 * Prints a line for each thing that was reported as done. With `templates` it commits templates with the HEADs that
 * they use, two at a time; with `packed` it imports another account's packed revisions into one new account after
 * another, two at a time.
 */
const location = JSON.parse(process.argv[2] ?? "") as Location;
const store = await openStore(location);
const needs = needsOn(store, () => new Date().toISOString());

if (process.argv[3] === "templates") await Promise.all([keepCommittingTemplates(), keepCommittingTemplates()]);
else if (process.argv[3] === "packed") await Promise.all([keepImportingPacked(), keepImportingPacked()]);
else await Promise.all([keepCommitting(), keepImporting()]);

async function keepCommitting(): Promise<void> {
	const actor = await newActor(store);
	await createComponent(needs, actor, { kind: "mci", name: "web" });
	for (let i = 1; ; i++) {
		await putSetting(needs, actor, {
			name: "web",
			expected: null,
			cloud: i % 2 ? "gcp" : "azure",
			setting: { image: { uid: `i-${i}` } },
		});
		const { revision } = await commitRevision(needs, actor, {
			kind: "mci",
			name: "web",
			expected: null,
			message: `commit ${i}`,
		});
		tell("commit", actor.accountId, revision.number, revision.digest, i);
	}
}

/** Commits the template repeatedly, each time with its three HEADs. */
async function keepCommittingTemplates(): Promise<void> {
	const actor = await newActor(store);
	const build = templateBuilder(needs, actor);
	for (const name of ["base", "db"]) await build.mci(name, 0);
	await build.script("setup", 0);
	await build.template("shop", { mcis: ["base", "db"], boot: ["setup"] });
	for (let i = 1; ; i++) {
		for (const name of ["base", "db"]) await build.change(name, `${name}-${i}`);
		await setScript(needs, actor, { name: "setup", expected: null, source: `#!/bin/sh\necho ${i}\n` });
		tell("committing", actor.accountId, i);
		const { revision } = await build.commit("template", "shop", "commit");
		tell("commit", actor.accountId, revision.number, revision.digest, i);
	}
}

async function keepImporting(): Promise<void> {
	const samples = join(import.meta.dirname, "../samples");
	const files = ["almalinux", "fedora-coreos", "suse"].flatMap((vendor) =>
		readdirSync(join(samples, vendor)).map((file) => join(samples, vendor, file)),
	);
	for (;;) {
		const actor = await newActor(store);
		for (const path of files) {
			tell("importing", actor.accountId, actor.account);
			const reports = await importLists(needs, actor, { files: [{ path, bytes: readFileSync(path) }] });
			const committed = reports.reduce((sum, report) => sum + report.counts.committed, 0);
			tell("imported", actor.accountId, committed);
		}
	}
}

/** A template with its MCIs and its script, each in two successive revisions. */
async function keepImportingPacked(): Promise<void> {
	const publisher = await newActor(store);
	const build = templateBuilder(needs, publisher);
	for (const name of ["base", "db"]) await build.mci(name, 0);
	await build.script("setup", 0);
	await build.template("shop", { mcis: ["base", "db"], boot: ["setup"] });
	for (let i = 1; i <= 2; i++) {
		for (const name of ["base", "db"]) await build.change(name, `${name}-${i}`);
		await setScript(needs, publisher, { name: "setup", expected: null, source: `#!/bin/sh\necho ${i}\n` });
		await build.commit("template", "shop", "commit");
	}
	const revisions = await Promise.all(
		[1, 2].map((number) => packed(needs, publisher, { kind: "template", ref: `shop@${number}` })),
	);
	for (;;) {
		const actor = await newActor(store);
		for (const [i, one] of revisions.entries()) {
			tell("importing", actor.accountId, i + 1, publisher.accountId);
			await importAll(needs, actor, one);
			tell("imported", actor.accountId, i + 1);
		}
	}
}

function tell(...words: readonly (string | number)[]): void {
	// The process that was to kill this one is gone, so nothing else will end it.
	if (process.ppid !== parent) process.exit(1);
	process.stdout.write(`${words.join(" ")}\n`);
}
