import {
	artifactPrefix,
	type Cloud,
	cloudOf,
	cloudType,
	isKnownCloudType,
	parseCloudSlug,
} from "../../core/image/index.ts";

/** The cloud that a set's key names. */
export interface Provider {
	readonly type: string;
	/** Region within the key itself: `aws-us-east-1`. */
	readonly region: string | null;
	/** Set when the key is an artifact place's slug: `artifact-qemu-qcow2`. */
	readonly place?: () => Cloud;
}

/** Words of keys that stand for test doubles or other things that are not clouds. */
const noClouds: ReadonlySet<string> = new Set(["mock", "yarn", "local", "docker", "none"]);

/**
 * Reads a key: a cloud type (`aws`, `ec2`, `azure2`), a cloud's slug (`aws-us-east-1`), or a provider's name with a
 * cloud type at its end (`fxci-level1-gcp`). Other keys name no cloud, unless `open`, where every key does:
 * `acme-regionone`, or `acme` with regions below.
 */
export function readProvider(key: string, open: boolean): Provider | undefined {
	if (isKnownCloudType(key)) return { type: cloudType(key), region: null };
	const [first = ""] = key.split("-", 1);
	if (first !== key && isKnownCloudType(first)) return { type: cloudType(first), region: key.slice(first.length + 1) };
	const last = key.slice(key.lastIndexOf("-") + 1);
	if (last !== key && isKnownCloudType(last) && last.length > 2) return { type: cloudType(last), region: null };
	if (key.startsWith(artifactPrefix))
		return {
			type: "artifact",
			region: null,
			place: () => ({ ...cloudOf("artifact", null), slug: parseCloudSlug(key), name: key }),
		};
	if (!open || noClouds.has(key.toLowerCase())) return undefined;
	return { type: key, region: null };
}
