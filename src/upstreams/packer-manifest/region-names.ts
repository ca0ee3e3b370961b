import type { Built, BuiltImage } from "./artifact.ts";

interface InRegion<B> {
	readonly build: B;
	/** The source's name without its region; empty if it is the region's name. */
	readonly name: string;
	/** Places and ids, to see whether sources of one name fit in one map. */
	readonly images: readonly { readonly slug: string; readonly uid: string }[];
}

/**
 * Names of sources that stand for one image in several regions, each with its own build: `us-east-1` and `eu-west-1`,
 * `web-us-east-1` and `web-eu-west-1`. Per build, the name without its region, which is empty for a bare region. A
 * single source with a region in its name keeps it, as do sources whose maps contradict each other.
 */
export function regionNames<B extends Built & { readonly run: string | null }>(
	builds: readonly B[],
	imagesOf: (build: B) => readonly BuiltImage[],
): ReadonlyMap<B, string> {
	const inRegions = builds.flatMap((build) => inRegionOf(build, imagesOf(build)) ?? []);
	const found = new Map<B, string>();
	for (const [name, list] of Map.groupBy(inRegions, (one) => one.name)) {
		const runs = [...Map.groupBy(list, ({ build }) => build.run).values()];
		const isShared = name === "" || runs.some((run) => new Set(run.map(({ build }) => build.builder)).size > 1);
		if (isShared && runs.every(isOneMap)) for (const { build } of list) found.set(build, name);
	}
	return found;
}

function inRegionOf<B extends Built>(build: B, images: readonly BuiltImage[]): InRegion<B> | undefined {
	if (build.type === "openstack" || images.length === 0) return undefined;
	const source = build.builder.replace(/^[a-z0-9-]+\./, "");
	const places = images.flatMap(({ place, image }) => {
		try {
			return [{ ...place(), uid: image.uid }];
		} catch {
			return [];
		}
	});
	for (const { region } of places) {
		const name = region === null ? undefined : withoutRegion(source, region);
		if (name !== undefined) return { build, name, images: places };
	}
	return undefined;
}

/** `web-us-east-1` and `us_east_1-web` of us-east-1 are `web`; undefined if the region does not begin or end it. */
function withoutRegion(source: string, region: string): string | undefined {
	const plain = source.toLowerCase().replaceAll("_", "-");
	const word = region.toLowerCase().replaceAll("_", "-");
	if (plain === word) return "";
	if (plain.endsWith(`-${word}`)) return source.slice(0, -word.length - 1);
	return plain.startsWith(`${word}-`) ? source.slice(word.length + 1) : undefined;
}

function isOneMap(run: readonly InRegion<unknown>[]): boolean {
	const ids = new Map<string, string>();
	return run
		.flatMap(({ images }) => images)
		.every(({ slug, uid }) => {
			const before = ids.get(slug);
			ids.set(slug, uid);
			return before === undefined || before === uid;
		});
}
