import { describe, expect, it } from "vitest";
import { readDocument } from "../reading/read-document.ts";
import { sourceContract } from "../source.contract.ts";
import { source } from "./index.ts";

// From https://github.com/aws/aws-parallelcluster (amis.txt of 2019-12-13), Apache-2.0.
sourceContract(source, [
	{
		file: new URL("./fixtures/2019-12-13_amis.txt", import.meta.url),
		lines: 5,
		images: 97,
		skipped: 0,
		names: ["parallelcluster-alinux-x86_64", "parallelcluster-centos7-x86_64", "parallelcluster-ubuntu1804-x86_64"],
	},
]);

describe("ParallelCluster's amis.txt", () => {
	const read = (text: string) => source.parse(readDocument("amis.txt", new TextEncoder().encode(text)), {});

	it("has an MCI per OS and architecture", () => {
		const text = "## x86_64\n# alinux2\nus-east-1: ami-00000001\n## arm64\n# alinux2\nus-east-1: ami-00000002\n";
		expect(read(text).lines.map(({ name }) => name)).toEqual([
			"parallelcluster-alinux2-x86_64",
			"parallelcluster-alinux2-arm64",
		]);
	});

	it("skips a region without an image", () => {
		const { lines, skipped } = read("# centos7\nus-east-1: ami-00000001\nus-gov-west-1: UNSUPPORTED\n");
		expect(lines[0]?.releases[0]?.images).toHaveLength(1);
		expect(skipped[0]?.why).toContain("UNSUPPORTED");
	});
});
