import { canonicalJson } from "../../base/canonical-json.ts";
import { compareText } from "../../base/compare-text.ts";
import { type ComponentKind, componentNouns } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { Reads, StoredChannel, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { getRevision } from "../components/get-component.ts";
import type { Needs } from "../needs.ts";
import { listCopies } from "../revisions/list-copies.ts";
import { listPublicationUsages, type PublicationUsage } from "../where-used/component-usages.ts";
import { listServersUsing, type ServerUsage } from "../where-used/servers-using.ts";

/** A commit that is affected when another one is withdrawn. */
export interface TouchedCommit {
	readonly kind: ComponentKind;
	readonly name: string;
	readonly number: number;
	/** Why: `clone` a copy of it · `merge` merged it · `template` pins it. `itself` for the commit in question. */
	readonly because: "itself" | "clone" | "merge" | "template";
	/** The commit through which it is affected, such as `web@3`; null for the commit in question. */
	readonly through: string | null;
}

/** Everything that the withdrawal of a commit affects, starting with the commit itself. */
export interface Impact {
	readonly commits: readonly TouchedCommit[];
	/** Templates whose HEAD pins an affected commit. */
	readonly templateHeads: readonly { readonly name: string; readonly through: string }[];
	/** Channels that point to an affected commit. */
	readonly channels: readonly {
		readonly kind: ComponentKind;
		readonly name: string;
		readonly channel: string;
		readonly number: number;
	}[];
	readonly servers: readonly ServerUsage[];
	/** Publications of affected commits: each shows its commit's state, and a revoked one can't be imported. */
	readonly publications: readonly PublicationUsage[];
	readonly accounts: readonly string[];
	/** Digest of the whole impact; equal as long as the impact is. */
	readonly digest: string;
}

/** The impact with the rows behind it. */
export interface FoundImpact {
	readonly impact: Impact;
	readonly commits: readonly { readonly component: StoredComponent; readonly number: number }[];
}

interface Commit {
	readonly component: StoredComponent;
	readonly number: number;
}

type Touched = Commit & Pick<TouchedCommit, "because" | "through">;

/**
 * The impact of withdrawing a commit. Throws `lifecycle-invalid` for HEAD, and the `…-not-found` of the missing part.
 */
export async function getImpact(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly ref: string },
): Promise<{ readonly name: string; readonly number: number; readonly impact: Impact }> {
	const { component, number } = await getRevision(needs, actor, asked);
	assertCommit(component.name, number);
	const { impact } = await findImpact(needs, needs.store.read, { actor, component, number });
	return { name: component.name, number, impact };
}

/** Throws `lifecycle-invalid` for HEAD. */
export function assertCommit(name: string, number: number): void {
	if (number > 0) return;
	throw fault("lifecycle-invalid", {
		ref: `${name}@head`,
		problem: "HEAD can't be deprecated or revoked",
		cure: "Commit HEAD first, or name a commit.",
	});
}

/**
 * The impact of withdrawing a commit, over all revisions: its copies (clones and merges of it, until they merged a
 * later revision), the templates that pin any of these, and the channels that point to any of them.
 */
export async function findImpact(
	needs: Pick<Needs, "sha256">,
	reads: Reads,
	asked: Commit & { readonly actor: Actor },
): Promise<FoundImpact> {
	const { actor, component, number } = asked;
	const itself: Touched = { component, number, because: "itself", through: null };
	const copies = (await listCopies(reads, actor, itself)).map(
		(copy): Touched => ({ ...copy, through: refOf(copy.from) }),
	);
	const { templates, heads } = await listPinning(reads, [itself, ...copies]);
	// A template that is itself a copy is not pinned by templates.
	const commits = [itself, ...copies, ...templates].sort(inOrder);
	const channels = await reads.channels.list([...new Set(commits.map((one) => one.component.id))]);
	const found = {
		commits: commits.map((one) => ({
			kind: one.component.kind,
			name: one.component.name,
			number: one.number,
			because: one.because,
			through: one.through,
		})),
		templateHeads: heads,
		channels: channels.flatMap((channel) => presentChannel(channel, commits)),
		servers: await listServersUsing(reads, { revisions: commits, imageIds: [] }),
		publications: await listPublished(reads, commits),
		accounts: [actor.account],
	};
	return { impact: { ...found, digest: `sha256:${needs.sha256(canonicalJson(found))}` }, commits };
}

/** The template commits that pin one of these, and the templates whose HEAD does, each once. */
async function listPinning(
	reads: Reads,
	pinned: readonly Commit[],
): Promise<{ readonly templates: readonly Touched[]; readonly heads: Impact["templateHeads"] }> {
	const byPin = new Map(pinned.map((one) => [`${one.component.id}@${one.number}`, one]));
	const pins = await reads.pins.listUsages([...new Set(pinned.map(({ component }) => component.id))]);
	const users = new Map(
		(await reads.components.listByIds([...new Set(pins.map((pin) => pin.userId))])).map((user) => [user.id, user]),
	);
	const templates = new Map<string, Touched>();
	const heads = new Map<string, Impact["templateHeads"][number]>();
	for (const pin of pins) {
		const one = byPin.get(`${pin.componentId}@${pin.number}`);
		const user = users.get(pin.userId);
		if (!one || !user) continue;
		const through = refOf(one);
		if (pin.head && !heads.has(user.name)) heads.set(user.name, { name: user.name, through });
		for (let number = pin.firstRevision; number > 0 && number <= pin.lastRevision; number++) {
			const key = `${user.id}@${number}`;
			if (!templates.has(key)) templates.set(key, { component: user, number, because: "template", through });
		}
	}
	return { templates: [...templates.values()], heads: [...heads.values()].sort((a, b) => compareText(a.name, b.name)) };
}

async function listPublished(reads: Reads, commits: readonly Commit[]): Promise<PublicationUsage[]> {
	const components = new Map(commits.map(({ component }) => [component.id, component]));
	const touched = new Set(commits.map(({ component, number }) => `${component.kind} ${component.name}@${number}`));
	const found = await listPublicationUsages(reads, [...components.values()]);
	return found.filter(({ componentKind, component, revision }) =>
		touched.has(`${componentKind} ${component}@${revision}`),
	);
}

function presentChannel(channel: StoredChannel, commits: readonly Commit[]): Impact["channels"] {
	const commit = commits.find(
		({ component, number }) => component.id === channel.componentId && number === channel.number,
	);
	return commit
		? [{ kind: commit.component.kind, name: commit.component.name, channel: channel.name, number: channel.number }]
		: [];
}

const order: Readonly<Record<TouchedCommit["because"], number>> = { itself: 0, clone: 1, merge: 2, template: 3 };

function inOrder(a: Touched, b: Touched): number {
	return order[a.because] - order[b.because] || compareText(a.component.name, b.component.name) || a.number - b.number;
}

/** A commit as text: `web@3`, `ServerTemplate php@1`. */
function refOf({ component, number }: Commit): string {
	return `${component.kind === "mci" ? "" : `${componentNouns[component.kind].one} `}${component.name}@${number}`;
}
