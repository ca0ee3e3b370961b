import { compareVersion } from "../../base/compare-version.ts";
import { nearestText } from "../../base/nearest-text.ts";
import { lifecycleState } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { Selector } from "../../core/revision/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";

/** A reference by the vendor's version: one release, or the newest whose version begins with a prefix. */
export type ReleaseSelector = Extract<Selector, { readonly kind: "release" | "range" }>;

/** A commit found by its release, and why it is the one. */
export interface FoundRelease {
	readonly number: number;
	/** `release 1592.10.0 is revision 2` */
	readonly reason: string;
}

interface Listed {
	readonly number: number;
	readonly version: string;
	/** Neither revoked nor held back. */
	readonly isUsable: boolean;
}

/** How many releases an error names. */
const most = 10;

/**
 * The commit of a release. Of several commits of one release it is the newest usable one, else the newest: what is
 * revoked or held back is then refused or warned of, as by its number. A range finds usable commits only. Throws
 * `release-not-found`.
 */
export async function findRelease(
	needs: Pick<Needs, "now">,
	reads: Reads,
	component: Pick<StoredComponent, "id" | "name">,
	selector: ReleaseSelector,
): Promise<FoundRelease> {
	const listed = await listReleases(needs, reads, component.id);
	if (selector.kind === "release") {
		const { release } = selector;
		const all = listed.filter(({ version }) => version === release);
		const found = all.findLast(({ isUsable }) => isUsable) ?? all.at(-1);
		if (found) return { number: found.number, reason: `release ${release} is revision ${found.number}` };
		throw notFound(component, `release ${release}`, release, listed);
	}
	const { range } = selector;
	const matching = listed.filter(({ version, isUsable }) => isUsable && isWithin(version, range));
	const [found] = matching.sort((a, b) => compareVersion(b.version, a.version) || b.number - a.number);
	if (!found) throw notFound(component, `usable release of ${range}`, range, listed);
	const reason = `revision ${found.number} (${found.version}) is the newest usable release of ${range}`;
	return { number: found.number, reason };
}

async function listReleases(needs: Pick<Needs, "now">, reads: Reads, componentId: number): Promise<Listed[]> {
	const now = needs.now();
	const revoked = new Set(
		(await reads.lifecycles.list([componentId]))
			.filter((one) => lifecycleState(one, now) === "revoked")
			.map(({ number }) => number),
	);
	return (await reads.revisions.listReleases(componentId)).flatMap(({ number, version, heldBack }) =>
		version === null ? [] : [{ number, version, isUsable: heldBack === null && !revoked.has(number) }],
	);
}

/** True if the version begins with the range at the end of one of its parts: 1592 includes 1592.10, but not 15920. */
function isWithin(version: string, range: string): boolean {
	return version === range || (version.startsWith(range) && /^[^0-9a-z]/i.test(version.slice(range.length)));
}

function notFound(
	{ name }: Pick<StoredComponent, "name">,
	wanted: string,
	text: string,
	listed: readonly Listed[],
): Error {
	const versions = [...new Set(listed.toReversed().map(({ version }) => version))];
	const near = nearestText(text, versions, most);
	const releases = [...near, ...versions.filter((version) => !near.includes(version))].slice(0, most);
	const available = releases.length === 0 ? "it has no releases" : `it has ${releases.join(", ")}`;
	return fault("release-not-found", { name, wanted, available, releases });
}
