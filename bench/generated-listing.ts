import { type Architecture, type Cloud, parseCloudSlug } from "../src/core/image/index.ts";
import type { Listing, ProductLine } from "../src/upstreams/source.ts";

const systems = [
	"ubuntu",
	"debian",
	"fedora-coreos",
	"almalinux",
	"rocky",
	"opensuse-leap",
	"sles",
	"flatcar",
] as const;
const architectures = ["x86_64", "arm64"] as const satisfies readonly Architecture[];
const providers = ["aws", "azure", "google", "openstack"] as const;

/** A list as a vendor publishes it, of any size: each release has new images in every cloud. */
export function generatedListing(size: {
	readonly lines: number;
	readonly releases: number;
	readonly clouds: number;
}): Listing {
	const clouds = Array.from({ length: size.clouds }, (_, i) => cloudAt(i));
	return { lines: Array.from({ length: size.lines }, (_, line) => lineAt(line, size.releases, clouds)), skipped: [] };
}

/** The name of the MCI that a line of the generated list becomes. */
export function lineName(line: number): string {
	return `${systems[line % systems.length]}-${Math.floor(line / systems.length) + 10}.04-${architectures[line % 2]}`;
}

/** A generated cloud. */
export function cloudAt(i: number): Cloud {
	const type = providers[i % providers.length] ?? "aws";
	const region = `region-${Math.floor(i / providers.length) + 1}`;
	return { slug: parseCloudSlug(`${type}-${region}`), type, region, name: `${type} ${region}` };
}

function lineAt(line: number, releases: number, clouds: readonly Cloud[]): ProductLine {
	const os = systems[line % systems.length] ?? "ubuntu";
	const name = lineName(line);
	return {
		key: name,
		name,
		description: `Images of ${os}`,
		tags: [os],
		scope: { kind: "all" },
		releases: Array.from({ length: releases }, (_, release) => {
			const version = `2025${String((release % 12) + 1).padStart(2, "0")}${String(Math.floor(release / 12) + 1).padStart(2, "0")}.${release}`;
			return {
				version,
				releasedAt: new Date(Date.UTC(2020, 0, 1) + release * 86_400_000).toISOString(),
				notes: [],
				images: clouds.map((cloud, i) => ({
					cloud,
					image: { kind: "id", uid: uidOf((line * releases + release) * clouds.length + i), checksum: null },
					facts: {
						name: `${name}-server-${version}`,
						os,
						osVersion: String(10 + line),
						architecture: architectures[line % 2] ?? "x86_64",
						state: "active",
					},
				})),
			};
		}),
	};
}

/** A uid that is as unordered as a real image id, and different for each number. */
export function uidOf(n: number): string {
	const scattered = (BigInt(n) * 0x9e3779b97f4a7c15n) & 0xffffffffffffffffn;
	return `ami-0${scattered.toString(16).padStart(16, "0")}`;
}
