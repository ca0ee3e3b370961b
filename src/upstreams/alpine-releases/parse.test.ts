import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import { source } from "./index.ts";

const fixture = (name: string) => new URL(`./fixtures/${name}`, import.meta.url);
const parse = (name: string) => source.parse(readDocument(name, readFileSync(fixture(name))), {});

sourceContract(source, [
	{
		file: fixture("alpine-2019-07-05.yaml"),
		names: ["alpine-edge-x86_64", "alpine-3.10-x86_64", "alpine-3.9-x86_64"],
		lines: 3,
		images: 48,
		skipped: 0,
	},
	{ file: fixture("alpine-2019-10-26.yaml"), names: ["alpine-3.10-x86_64"], lines: 3, images: 144, skipped: 0 },
	{
		file: fixture("alpine-release-first.yaml"),
		names: ["alpine-3.15-x86_64", "alpine-3.15-uefi-cloudinit-arm64", "alpine-3.13-arm64"],
		lines: 3,
		images: 5,
		skipped: 1,
	},
]);

describe("Alpine's release lists", () => {
	it("become one line per branch, whose rebuilds are releases", () => {
		const line = parse("alpine-2019-10-26.yaml").lines.find((one) => one.name === "alpine-3.10-x86_64");
		expect(line?.releases.map((release) => [release.version, release.releasedAt])).toEqual([
			["3.10.0-r0", "2019-06-20T05:14:56.000Z"],
			["3.10.1-r0", "2019-07-12T15:53:34.000Z"],
			["3.10.1-r1", "2019-07-26T23:45:44.000Z"],
			["3.10.2-r1", "2019-08-26T02:22:35.000Z"],
			["3.10.3-r1", "2019-10-26T20:27:53.000Z"],
		]);
		expect(line?.releases[4]?.images.find((listed) => listed.cloud.slug === "aws-eu-north-1")).toEqual({
			cloud: expect.objectContaining({ slug: "aws-eu-north-1" }),
			image: { kind: "id", uid: "ami-00207f3df9a9cb088", checksum: null },
			facts: {
				name: "alpine-ami-3.10.3-x86_64-r1",
				os: "alpine",
				osVersion: "3.10.3",
				architecture: "x86_64",
				publishedArchitecture: "x86_64",
				release: "3.10.3-r1",
				createdAt: "2019-10-26T20:27:53.000Z",
				endOfLifeAt: "2021-05-01T00:00:00.000Z",
			},
		});
	});

	it("keep edge, whose builds are numbered by time, as one line", () => {
		const line = parse("alpine-2019-10-26.yaml").lines.find((one) => one.name === "alpine-edge-x86_64");
		expect(line?.releases.map((release) => release.version)).toEqual(["edge-20190826015716", "edge-20191026200352"]);
	});

	it("read the same with the release above the image key", () => {
		const listing = parse("alpine-release-first.yaml");
		expect(listing.lines.map((line) => [line.key, line.releases[0]?.version, line.releases[0]?.releasedAt])).toEqual([
			["alpine/3.15/x86_64", "3.15.0-0", "2021-11-29T19:28:46.000Z"],
			["alpine/3.15/arm64/uefi-cloudinit", "3.15.0-0", "2021-11-29T19:35:02.000Z"],
			["alpine/3.13/arm64", "3.13.4-r0", "2021-04-01T01:19:51.000Z"],
		]);
		expect(listing.lines[1]?.releases[0]?.images[0]?.facts).toMatchObject({
			variant: "uefi-cloudinit",
			publishedArchitecture: "aarch64",
		});
		expect(listing.skipped).toEqual([
			{
				row: '["3.15.0"]["3.15-aarch64-uefi-cloudinit-aws"]["alpine-3.15.0-aarch64-uefi-cloudinit-r0"].artifacts.us-west-2',
				why: "the image id is empty",
			},
		]);
	});

	it("that build one release under two names have two lines", () => {
		const build = (track: string, id: string) =>
			`${track}-x86_64:\n  3.9.4:\n    alpine-ami-3.9.4-x86_64-r0: {profile: alpine, profile_build: ${track}-x86_64, ` +
			`version: '3.9', release: 3.9.4, arch: x86_64, revision: r0, artifacts: {eu-north-1: ${id}}}\n`;
		const linesOf = (...builds: string[]) =>
			source
				.parse(readDocument("alpine.yaml", Buffer.from(builds.join(""))), {})
				.lines.map((line) => [line.key, line.name, line.releases.map((release) => release.version)]);
		expect(linesOf(build("v3_9", "ami-09267b5c6d7722fdd"), build("current", "ami-0f7b7e2bef1209f6c"))).toEqual([
			["alpine/3.9/x86_64", "alpine-3.9-x86_64", ["3.9.4-r0"]],
			["alpine/current/x86_64", "alpine-current-x86_64", ["3.9.4-r0"]],
		]);
		expect(linesOf(build("current", "ami-0f7b7e2bef1209f6c"))).toEqual([
			["alpine/3.9/x86_64", "alpine-3.9-x86_64", ["3.9.4-r0"]],
		]);
	});

	it("take release and architecture from the keys if a build has none", () => {
		const text =
			"3.12:\n  3.12-aarch64-uefi-tiny-aws:\n    some-name:\n      revision: r0\n      artifacts: {us-east-1: ami-00000001}\n";
		const { lines } = source.parse(readDocument("alpine.yaml", Buffer.from(text)), {});
		expect(lines.map((line) => [line.name, line.releases[0]?.version])).toEqual([["alpine-3.12-arm64", "3.12-r0"]]);
	});
});
