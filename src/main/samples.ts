import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isArtifactPlace } from "../core/image/index.ts";
import { systemActor } from "../registry/accounts/prepare-registry.ts";
import { getHead } from "../registry/components/get-component.ts";
import { searchComponents } from "../registry/components/search-components.ts";
import { importLists } from "../registry/upstreams/import-files.ts";
import type { Registry } from "./assemble.ts";
import { packageFolder } from "./package-folder.ts";
import { recordAct } from "./record-act.ts";

/** The audit's word for a finished import of the samples. */
const samplesAct = "samples.import";

/**
 * Imports the bundled lists of real vendors once. If interrupted, it continues at the next start, as existing
 * releases are recognized. A vendor whose MCIs were edited since is left unchanged.
 */
export async function importSamples(registry: Registry, tell: (text: string) => void): Promise<void> {
	const { needs, account } = registry;
	const actor = systemActor(account);
	const folder = samplesFolder();
	if (!folder || (await needs.store.read.audit.hasAct(account.id, samplesAct))) return;
	tell("Importing sample lists of real vendors …");
	for (const vendor of foldersOf(folder)) {
		const files = filesOf(join(folder, vendor)).map((path) => ({ path, bytes: readFileSync(path) }));
		const reports = await importLists(needs, actor, { files });
		const commits = reports.reduce((sum, report) => sum + report.counts.committed, 0);
		const names = new Set(reports.flatMap((report) => report.lines.map((line) => line.name)));
		tell(`  ${vendor}: ${names.size} MultiCloud Images, ${commits} new revisions`);
	}
	await recordAct(registry, samplesAct);
}

/** A name and a cloud that resolve here, for a first try; undefined in an empty registry. */
export async function sampleQuestion(
	registry: Registry,
): Promise<{ readonly name: string; readonly cloud: string } | undefined> {
	const actor = systemActor(registry.account);
	for (const cloud of ["aws-us-east-1", undefined]) {
		const [mci] = await searchComponents(registry.needs, actor, {
			kind: "mci",
			text: cloud === undefined ? undefined : "fedora-coreos-stable-x86_64",
			cloud,
			sort: "updated",
			limit: 1,
		});
		if (!mci || mci.current === 0) continue;
		const head = await getHead(registry.needs, actor, { kind: "mci", name: mci.name });
		const setting = head.content.settings.find((one) =>
			cloud === undefined ? !isArtifactPlace(one.cloud) : one.cloud === cloud,
		);
		if (setting && !/[^\w.-]/.test(mci.name)) return { name: mci.name, cloud: setting.cloud };
	}
	return undefined;
}

/** The bundled lists; undefined in an installation that left them out. */
function samplesFolder(): string | undefined {
	const folder = join(packageFolder(), "samples");
	return existsSync(folder) ? folder : undefined;
}

function foldersOf(folder: string): string[] {
	return readdirSync(folder, { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map((entry) => entry.name)
		.sort();
}

function filesOf(folder: string): string[] {
	return readdirSync(folder)
		.filter((name) => /\.(json|ya?ml|csv|xml)$/.test(name))
		.sort()
		.map((name) => join(folder, name));
}
