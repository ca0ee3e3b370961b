import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import { type CloudSlug, cloudOf } from "../../core/image/index.ts";
import type { Store } from "../../storage/store.ts";
import type { ListedImage, ProductLine, Release } from "../../upstreams/source.ts";
import type { Actor } from "../actor.ts";
import { createComponent } from "../components/create-component.ts";
import { describeComponent } from "../components/describe-component.ts";
import { getRevision } from "../components/get-component.ts";
import { renameComponent } from "../components/rename-component.ts";
import { searchComponents } from "../components/search-components.ts";
import { putSetting } from "../mcis/put-setting.ts";
import { removeSetting } from "../mcis/remove-setting.ts";
import type { Needs } from "../needs.ts";
import { commitRevision } from "../revisions/commit-revision.ts";
import { importLists } from "./import-files.ts";
import { type ImportReport, importUpstream } from "./import-listing.ts";

/** The content of a file, read by a few lines independent of the parsers: MCI → release → cloud → image id. */
type Expected = ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, string>>>>;

const samples = join(import.meta.dirname, "../../../samples");
const filesOf = (vendor: string) =>
	readdirSync(join(samples, vendor))
		.filter((file) => /\.(json|csv|xml|yml)$/.test(file))
		.sort()
		.map((file) => join(samples, vendor, file));
const bytesOf = (path: string) => ({ path, bytes: readFileSync(path) });

describe.each(engines)("importing on %s", (engine) => {
	const registry = useRegistry(engine);
	const { needs } = registry;
	let actor: Actor;

	beforeEach(async () => {
		actor = await registry.newActor();
	});

	async function importFile(path: string, by: Needs = needs): Promise<ImportReport> {
		const [report] = await importLists(by, actor, { files: [bytesOf(path)] });
		if (!report) throw new Error("no report");
		return report;
	}

	/** Every revision of every MCI: name → release → cloud → image id. Fails when two revisions are one release. */
	async function everything(): Promise<Map<string, Map<string, Record<string, string>>>> {
		const found = new Map<string, Map<string, Record<string, string>>>();
		for (const mci of await searchComponents(needs, actor, { kind: "mci", sort: "name", limit: 1000 })) {
			const releases = new Map<string, Record<string, string>>();
			for (let number = 1; number <= mci.latest; number++) {
				const { revision, content } = await getRevision(needs, actor, { kind: "mci", ref: `${mci.name}@${number}` });
				const version = revision?.release?.version ?? revision?.release?.releasedAt ?? `by hand ${number}`;
				expect(releases.has(version), `${mci.name} ${version} twice`).toBe(false);
				expect(revision?.settingsCount).toBe(content.settings.length);
				releases.set(version, Object.fromEntries(content.settings.map(({ cloud, image }) => [cloud, idOf(image)])));
			}
			found.set(mci.name, releases);
		}
		return found;
	}

	describe("real lists", () => {
		it.each<readonly [string, (text: string) => Expected]>([
			["fedora-coreos", readCoreos],
			["almalinux", readAlmaLinux],
			["suse/google.xml", (text) => readPint(text, "gcp")],
			["suse/oracle.xml", (text) => readPint(text, "oracle")],
		])("of %s become revisions with exactly the files' content", async (vendor, read) => {
			const paths = vendor.endsWith(".xml") ? [join(samples, vendor)] : filesOf(vendor);
			const expected = new Map<string, Map<string, Readonly<Record<string, string>>>>();
			for (const path of paths) {
				const report = await importFile(path);
				expect(report.skipped).toEqual([]);
				for (const [name, releases] of read(readFileSync(path, "utf8"))) {
					expected.set(name, new Map([...(expected.get(name) ?? []), ...releases]));
				}
			}
			const found = await everything();
			expect(Object.fromEntries([...found].map(([name, releases]) => [name, Object.fromEntries(releases)]))).toEqual(
				Object.fromEntries([...expected].map(([name, releases]) => [name, Object.fromEntries(releases)])),
			);
			const cells = [...expected.values()]
				.flatMap((releases) => [...releases.values()])
				.reduce((sum, map) => sum + Object.keys(map).length, 0);
			expect(cells, "the files were not empty").toBeGreaterThanOrEqual(12);
		});

		it("are imported again in any order without a change", async () => {
			const paths = ["fedora-coreos", "almalinux", "suse", "taskcluster"].flatMap(filesOf);
			for (const path of paths) await importFile(path);
			const before = await needs.store.generation();
			for (const path of paths.toReversed()) {
				const report = await importFile(path);
				expect(report.counts, path).toMatchObject({ mcisMade: 0, committed: 0, imagesAdded: 0, imagesChanged: 0 });
				expect(report.unchanged).toBe(true);
			}
			expect(await needs.store.generation(), "not even an audit entry").toBe(before);
		});

		it("of one product in several clouds share an MCI, whichever file comes first", async () => {
			const [google, oracle] = [join(samples, "suse/google.xml"), join(samples, "suse/oracle.xml")];
			const maps = [];
			for (const order of [
				[google, oracle],
				[oracle, google],
			]) {
				actor = await registry.newActor();
				for (const path of order) await importFile(path);
				maps.push((await getRevision(needs, actor, { kind: "mci", ref: "sles-15-sp1-byos" })).content.settings);
			}
			expect(maps[0]?.map((setting) => setting.cloud)).toEqual(["gcp", "oracle"]);
			expect(maps[1]).toEqual(maps[0]);
		});

		it("imported by two processes at once create each release once", async () => {
			const other = await registry.second();
			const path = join(samples, "suse/google.xml");
			const coreos = filesOf("fedora-coreos")[0] ?? "";
			const reports = await Promise.all([
				importFile(path),
				importFile(path, other),
				importFile(coreos, other),
				importFile(coreos),
			]);
			expect((reports[0]?.counts.committed ?? 0) + (reports[1]?.counts.committed ?? 0)).toBe(
				[...readPint(readFileSync(path, "utf8"), "gcp").values()].reduce((sum, releases) => sum + releases.size, 0),
			);
			expect((reports[2]?.counts.mcisMade ?? 0) + (reports[3]?.counts.mcisMade ?? 0)).toBe(4);
			const found = await everything();
			const expected = new Map([
				...readPint(readFileSync(path, "utf8"), "gcp"),
				...readCoreos(readFileSync(coreos, "utf8")),
			]);
			expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
			for (const [name, releases] of expected)
				expect(Object.fromEntries(found.get(name) ?? [])).toEqual(Object.fromEntries(releases));
		});

		it("leave no trace in a dry run, which reports the same", async () => {
			const path = filesOf("almalinux")[0] ?? "";
			const [tried] = await importLists(needs, actor, { files: [bytesOf(path)], dryRun: true });
			expect(await everything()).toEqual(new Map());
			expect(await needs.store.read.audit.list(actor.accountId, { limit: 10 })).toHaveLength(1);
			expect(tried).toEqual(await importFile(path));
		});

		it("are refused completely when one of them is truncated", async () => {
			const [whole = "", cut = ""] = filesOf("fedora-coreos");
			const files = [bytesOf(whole), { path: cut, bytes: readFileSync(cut).subarray(0, 50_000) }];
			expect(await faultOf(() => importLists(needs, actor, { files }))).toMatchObject({
				code: "upstream-file-malformed",
			});
			expect(await everything()).toEqual(new Map());
		});

		it("leave an audit entry for each MCI, and report their progress", async () => {
			const path = filesOf("almalinux")[0] ?? "";
			const steps: number[] = [];
			await importLists(needs, actor, { files: [bytesOf(path)], onProgress: ({ done }) => steps.push(done) });
			expect(steps.at(-1)).toBe(2);
			const entries = await needs.store.read.audit.list(actor.accountId, { limit: 10 });
			expect(entries.slice(0, 2).map((entry) => [entry.act, entry.subjectName, entry.after])).toEqual([
				[
					"mci.import",
					"almalinux-os-8-arm64",
					expect.objectContaining({ revisions: [1, 1], releases: ["8.10.20260501"], format: "csv" }),
				],
				["mci.import", "almalinux-os-8-x86_64", expect.objectContaining({ revisions: [1, 1] })],
			]);
		});

		it("are not imported by readers", async () => {
			const reader = withRoles(actor, "reader");
			const files = [bytesOf(filesOf("almalinux")[0] ?? "")];
			expect(await faultOf(() => importLists(needs, reader, { files }))).toMatchObject({ code: "permission-denied" });
		});
	});

	describe("a list and a user's edits", () => {
		const one = release("1", "2026-01-01", { eastus: "a1", westus2: "b1" });
		const two = release("2", "2026-01-02", { eastus: "a2", westus2: "b1" });
		const three = release("3", "2026-01-03", { eastus: "a3", westus2: "b1" });

		function bring(
			releases: readonly Release[],
			options: { line?: Partial<ProductLine>; format?: string; allowOlder?: boolean; by?: Needs } = {},
		) {
			const line: ProductLine = {
				key: "web",
				name: "web",
				description: "",
				tags: [],
				scope: { kind: "all" },
				releases,
				...options.line,
			};
			const listing = { lines: [line], skipped: [] };
			return importUpstream(options.by ?? needs, actor, {
				format: options.format ?? "test",
				from: "list",
				listing,
				allowOlder: options.allowOlder,
			});
		}
		const outcomes = (report: ImportReport) =>
			report.lines.flatMap((line) => line.releases.map((one) => `${one.version} ${one.outcome}`));
		const put = (cloud: string, uid: string, instanceType?: string) =>
			putSetting(needs, actor, { name: "web", expected: null, cloud, setting: { image: { uid }, instanceType } });
		const commit = () => commitRevision(needs, actor, { kind: "mci", name: "web", expected: null, message: "by hand" });
		const map = async (ref = "web") =>
			Object.fromEntries(
				(await getRevision(needs, actor, { kind: "mci", ref: ref })).content.settings.map((setting) => [
					setting.cloud,
					setting.image.uid,
				]),
			);

		it("keeps the user's instance type on the new image", async () => {
			await bring([one]);
			await put("azure-eastus", "a1", "large");
			await commit();
			await bring([two]);
			const { content } = await getRevision(needs, actor, { kind: "mci", ref: "web@3" });
			expect(content.settings[0]).toMatchObject({ image: { uid: "a2" }, instanceType: "large" });
		});

		it("keeps the user's image over every release that does not change that cloud", async () => {
			await bring([one]);
			await put("azure-westus2", "mine");
			await put("gcp", "g");
			await commit();
			expect(outcomes(await bring([two]))).toEqual(["2 committed"]);
			expect(await map()).toEqual({ "azure-eastus": "a2", "azure-westus2": "mine", gcp: "g" });
			expect(outcomes(await bring([three]))).toEqual(["3 committed"]);
			expect(await map()).toEqual({ "azure-eastus": "a3", "azure-westus2": "mine", gcp: "g" });
			expect(outcomes(await bring([three]))).toEqual(["3 known"]);
		});

		it("does not restore a cloud that the user removed", async () => {
			await bring([one]);
			await removeSetting(needs, actor, { name: "web", expected: null, cloud: "azure-westus2" });
			await commit();
			for (const next of [two, three]) await bring([next]);
			expect(await map()).toEqual({ "azure-eastus": "a3" });
		});

		it("stops the line at a place that both changed, until the user gives way", async () => {
			await bring([one]);
			await put("azure-eastus", "mine");
			await commit();
			const report = await bring([two, three]);
			expect(outcomes(report)).toEqual(["2 conflict", "3 conflict"]);
			expect(report.unchanged, "their images are in the catalogue").toBe(false);
			expect(await map()).toEqual({ "azure-eastus": "mine", "azure-westus2": "b1" });
			await put("azure-eastus", "a1");
			await commit();
			expect(outcomes(await bring([three]))).toEqual(["3 committed"]);
			expect(await map()).toEqual({ "azure-eastus": "a3", "azure-westus2": "b1" });
		});

		it("does not change an MCI whose HEAD has uncommitted changes, in the map or the fields", async () => {
			await bring([one]);
			await put("azure-eastus", "mine");
			expect(outcomes(await bring([two]))).toEqual(["2 blocked"]);
			await put("azure-eastus", "a1");
			await describeComponent(needs, actor, { kind: "mci", name: "web", expected: null, description: "d" });
			expect(outcomes(await bring([two]))).toEqual(["2 blocked"]);
			await commit();
			expect(outcomes(await bring([two]))).toEqual(["2 committed"]);
			expect((await getRevision(needs, actor, { kind: "mci", ref: "web" })).content.description).toBe("d");
		});

		it("never overwrites an MCI of another origin: it uses another name, or is blocked", async () => {
			await createComponent(needs, actor, { kind: "mci", name: "web" });
			const report = await bring([one]);
			expect(report.lines).toMatchObject([
				{ name: "web-test", made: true, note: "named “web-test”, because “web” is another MCI" },
			]);
			expect(outcomes(await bring([one, two]))).toEqual(["1 known", "2 committed"]);
			await createComponent(needs, actor, { kind: "mci", name: "web-second" });
			const blocked = await bring([one], { format: "second" });
			expect(outcomes(blocked)).toEqual(["1 blocked"]);
			expect(blocked.lines[0]?.releases[0]?.text).toContain("taken");
			expect(await map("web@head")).toEqual({});
		});

		it("does not use a name that still refers to an MCI after a rename", async () => {
			await createComponent(needs, actor, { kind: "mci", name: "web" });
			await renameComponent(needs, actor, { kind: "mci", name: "web", expected: null, to: "site" });
			expect((await bring([one])).lines).toMatchObject([{ name: "web-test", made: true }]);
			expect((await getRevision(needs, actor, { kind: "mci", ref: "web@head" })).component.name).toBe("site");
		});

		it("updates a withdrawn release only when the list is not older", async () => {
			const withdrawn = {
				...two,
				images: two.images.map((image) => ({ ...image, facts: { state: "deleted" as const } })),
			};
			await bring([one, two]);
			expect((await bring([withdrawn])).counts).toMatchObject({ committed: 0, imagesChanged: 2 });
			const back = { ...one, images: one.images.map((image) => ({ ...image, facts: { state: "active" as const } })) };
			expect((await bring([back])).counts).toMatchObject({ imagesChanged: 0 });
		});

		it("creates one MCI even when another import creates it between two reads", async () => {
			const other = await registry.second();
			let theirs: Promise<ImportReport> | undefined;
			const store: Store = {
				...needs.store,
				write: (act) =>
					needs.store.write((tx) => {
						const findByOrigin: typeof tx.components.findByOrigin = async (...asked) => {
							const found = await tx.components.findByOrigin(...asked);
							theirs ??= bring([one], { by: other });
							// An engine with one writer at a time lets the other import continue only after this one.
							await Promise.race([theirs, new Promise((resolve) => setTimeout(resolve, 300))]);
							return found;
						};
						return act(
							Object.create(tx, {
								components: { value: { ...tx.components, findByOrigin } },
							}),
						);
					}),
			};
			const ours = await bring([one], { by: { ...needs, store } });
			expect([...outcomes(ours), ...outcomes((await theirs) ?? ours)].sort()).toEqual(["1 committed", "1 known"]);
			expect(
				(await searchComponents(needs, actor, { kind: "mci", sort: "name", limit: 10 })).map((mci) => mci.name),
			).toEqual(["web"]);
		});

		it("follows a revert on request", async () => {
			await bring([one]);
			await bring([two]);
			expect(outcomes(await bring([one]))).toEqual(["1 known"]);
			expect(outcomes(await bring([one], { allowOlder: true }))).toEqual(["1 committed"]);
			expect(await map()).toEqual(await map("web@1"));
		});

		it("refuses a list without a single usable row", async () => {
			const listing = { lines: [], skipped: [{ row: "line 1", why: "no" }] };
			const act = () => importUpstream(needs, actor, { format: "test", from: "list", listing });
			expect(await faultOf(act)).toMatchObject({
				code: "upstream-file-unusable",
				details: { skipped: [{ row: "line 1", why: "no" }] },
			});
		});
	});
});

function release(version: string, day: string, regions: Readonly<Record<string, string>>): Release {
	const images: ListedImage[] = Object.entries(regions).map(([region, uid]) => ({
		cloud: cloudOf("azure", region),
		image: { kind: "id", uid, checksum: null },
		facts: {},
	}));
	return { version, releasedAt: `${day}T00:00:00.000Z`, images, notes: [] };
}

function idOf(image: { uid: string; checksum: string | null }): string {
	return image.checksum === null ? image.uid : `${image.uid} ${image.checksum}`;
}

/** Fedora's stream metadata: https://github.com/coreos/stream-metadata-go shows its form. */
function readCoreos(text: string): Expected {
	const document = JSON.parse(text) as {
		stream: string;
		architectures: Record<string, { artifacts: Record<string, Artifact>; images: Images }>;
	};
	const expected = new Map<string, Map<string, Record<string, string>>>();
	for (const [published, { artifacts, images }] of Object.entries(document.architectures)) {
		const cells: Record<string, string> = {};
		let version = "";
		for (const [platform, artifact] of Object.entries(artifacts)) {
			version = artifact.release;
			for (const [format, parts] of Object.entries(artifact.formats)) {
				for (const [part, { location, sha256 }] of Object.entries(parts)) {
					cells[`artifact-${platform}-${format}${part === "disk" ? "" : `.${part}`}`] = `${location} sha256:${sha256}`;
				}
			}
		}
		for (const [region, { image }] of Object.entries(images.aws?.regions ?? {})) cells[`aws-${region}`] = image;
		if (images.gcp) cells.gcp = `projects/${images.gcp.project}/global/images/${images.gcp.name}`;
		if (images.kubevirt) cells.kubevirt = images.kubevirt["digest-ref"];
		const architecture = published === "aarch64" ? "arm64" : published;
		expected.set(`fedora-coreos-${document.stream}-${architecture}`, new Map([[version, cells]]));
	}
	return expected;
}

interface Artifact {
	release: string;
	formats: Record<string, Record<string, { location: string; sha256: string }>>;
}

interface Images {
	aws?: { regions: Record<string, { image: string }> };
	gcp?: { project: string; name: string };
	kubevirt?: { "digest-ref": string };
}

/** AlmaLinux's table: product, release, region, id, architecture. */
function readAlmaLinux(text: string): Expected {
	const expected = new Map<string, Map<string, Record<string, string>>>();
	for (const line of text.trim().split("\n")) {
		const [, version = "", region = "", image = "", published = ""] = line.trim().slice(1, -1).split('","');
		const name = `almalinux-os-${version.split(".")[0]}-${published === "aarch64" ? "arm64" : published}`;
		const releases = expected.get(name) ?? new Map<string, Record<string, string>>();
		expected.set(name, releases.set(version, { ...releases.get(version), [`aws-${region}` as CloudSlug]: image }));
	}
	return expected;
}

/** SUSE's list of one cloud that is a single place. The date in a name is the release, the rest is the product. */
function readPint(text: string, cloud: string): Expected {
	const expected = new Map<string, Map<string, Record<string, string>>>();
	for (const [element] of text.replace(/<!--[\s\S]*?-->/g, "").matchAll(/<image\s[^>]*>/g)) {
		const attribute = (name: string) => new RegExp(`\\s${name}="([^"]*)"`).exec(element)?.[1] ?? "";
		const name = attribute("name");
		const [dated = "", version = ""] = /-(v?\d{8})/.exec(name) ?? [];
		const project = attribute("project");
		const named = project === "" ? name : `projects/${project}/global/images/${name}`;
		const product = name.replace(dated, "").replace(/^suse-(?=sles-)/, "");
		const releases = expected.get(product) ?? new Map<string, Record<string, string>>();
		expected.set(product, releases.set(version, { [cloud]: attribute("id") || named }));
	}
	return expected;
}
