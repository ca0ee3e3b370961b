import { beforeEach, describe, expect, it } from "vitest";
import { engines, useRegistry } from "../../../test/registries.ts";
import type { Actor } from "../actor.ts";
import { getRevision } from "../components/get-component.ts";
import { importLists } from "./import-files.ts";

describe.each(engines)("architectures of an import on %s", (engine) => {
	const registry = useRegistry(engine);
	let actor: Actor;

	beforeEach(async () => {
		actor = await registry.newActor();
	});

	/** Notes of the import of a map of us-east-1, by MCI. */
	async function importMap(path: string, map: Readonly<Record<string, string>>) {
		const bytes = new TextEncoder().encode(JSON.stringify({ "us-east-1": map }));
		const [report] = await importLists(registry.needs, actor, { files: [{ path, bytes }] });
		return Object.fromEntries((report?.lines ?? []).map((line) => [line.name, line.note]));
	}

	it("of two lists in folders are two MCIs, without a note", async () => {
		expect(await importMap("amd64-usr/web.json", { hvm: "ami-00000001" })).toEqual({ "web-hvm-x86_64": null });
		expect(await importMap("arm64-usr/web.json", { hvm: "ami-00000002" })).toEqual({ "web-hvm-arm64": null });
	});

	it("that a second list exchanges are reported as a contradiction, in the commit too", async () => {
		await importMap("web.json", { amd64: "ami-00000001", arm64: "ami-00000002" });
		const notes = await importMap("web.json", { amd64: "ami-00000002", arm64: "ami-00000001" });
		expect(notes).toEqual({
			"web-x86_64":
				"this image is known as arm64, and the list says x86_64: aws-us-east-1 ami-00000002; " +
				"1 place changed from x86_64 to arm64: aws-us-east-1 ami-00000002",
			"web-arm64":
				"this image is known as x86_64, and the list says arm64: aws-us-east-1 ami-00000001; " +
				"1 place changed from arm64 to x86_64: aws-us-east-1 ami-00000001",
		});
		const { revision } = await getRevision(registry.needs, actor, { kind: "mci", ref: "web-x86_64@2" });
		expect(revision?.message).toContain("changed from x86_64 to arm64");
	});

	it("that one list gives twice to an image are reported", async () => {
		expect(await importMap("web.json", { amd64: "ami-00000001", arm64: "ami-00000001" })).toEqual({
			"web-x86_64": null,
			"web-arm64": "this image is known as x86_64, and the list says arm64: aws-us-east-1 ami-00000001",
		});
	});

	it("that a list leaves out are reported where it replaces images of a known one", async () => {
		await importMap("arm64/db.json", { image: "ami-00000003" });
		await importMap("web.json", { amd64: "ami-00000001" });
		await importMap("web.json", { image: "ami-00000009" });
		await importMap("amd64/other.json", { image: "ami-00000009" });
		expect(await importMap("web.json", { image: "ami-00000003" })).toEqual({
			web: "1 place changed from x86_64 to arm64: aws-us-east-1 ami-00000003",
		});
		expect(await importMap("web.json", { image: "ami-00000004" })).toEqual({
			web: "1 place replaced arm64 by images whose architecture the list does not say: aws-us-east-1 ami-00000004",
		});
		expect(await importMap("web.json", { image: "ami-00000005" })).toEqual({ web: null });
	});
});
