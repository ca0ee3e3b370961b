import { type ComponentKind, componentNouns } from "../core/index.ts";
import type { PinUsage, Reads, StoredChannel, StoredComponent } from "../storage/store.ts";
import type { Actor } from "./actor.ts";

/** A commit that is touched when another one is withdrawn. */
export interface TouchedCommit {
	readonly kind: ComponentKind;
	readonly name: string;
	readonly number: number;
	/** Why: `clone` a copy of it · `merge` it took it in · `template` it pins it. `itself` for the commit that was asked for. */
	readonly because: "itself" | "clone" | "merge" | "template";
	/** The commit, as a reference, that it is touched through; null for the one that was asked for. */
	readonly through: string | null;
}

/** Everything that is touched when a commit is withdrawn: first of all itself. */
export interface Impact {
	readonly commits: readonly TouchedCommit[];
	/** Templates whose HEAD pins one of them. */
	readonly templateHeads: readonly { readonly name: string; readonly through: string }[];
	/** Channels that point to one of them. */
	readonly channels: readonly { readonly kind: ComponentKind; readonly name: string; readonly channel: string; readonly number: number }[];
	readonly accounts: readonly string[];
}

/** The same with the rows behind it. */
export interface FoundImpact {
	readonly impact: Impact;
	readonly commits: readonly { readonly component: StoredComponent; readonly number: number }[];
}

interface Commit {
	readonly component: StoredComponent;
	readonly number: number;
}

/**
 * What a commit's withdrawal touches, over all revisions: copies (commits of clones, and commits that merged it, until they took in a
 * later revision of it), template commits that pin any of these, and the channels that point to any of them.
 */
export async function findImpact(reads: Reads, actor: Actor, commit: Commit): Promise<FoundImpact> {
	const touched = new Map<string, Commit & Pick<TouchedCommit, "because" | "through">>();
	const open: Commit[] = [];
	const touch = (found: Commit, because: TouchedCommit["because"], through: string | null) => {
		const key = `${found.component.id}@${found.number}`;
		if (touched.has(key)) return;
		touched.set(key, { ...found, because, through });
		open.push(found);
	};
	touch(commit, "itself", null);
	const templateHeads = new Map<string, { name: string; through: string }>();
	for (let one = open.pop(); one; one = open.pop()) {
		const through = refOf(one);
		for (const copy of await listCopies(reads, actor, one)) touch(copy, copy.because, through);
		for (const pin of await reads.pins.listUsages([one.component.id])) {
			if (pin.number !== one.number) continue;
			if (pin.head) templateHeads.set(pin.userName, { name: pin.userName, through });
			for (const user of await commitsOf(reads, pin)) touch(user, "template", through);
		}
	}
	const commits = [...touched.values()].sort(inOrder);
	const channels = await reads.channels.list([...new Set(commits.map(({ component }) => component.id))]);
	const impact: Impact = {
		commits: commits.map(({ component, number, because, through }) => ({ kind: component.kind, name: component.name, number, because, through })),
		templateHeads: [...templateHeads.values()],
		channels: channels.flatMap((channel) => presentChannel(channel, commits)),
		accounts: [actor.account],
	};
	return { impact, commits };
}

/** The commits of clones of a commit, and those that merged it, up to where they took in a later revision of its lineage. */
async function listCopies(reads: Reads, actor: Actor, { component, number }: Commit): Promise<(Commit & { readonly because: "clone" | "merge" })[]> {
	const found: (Commit & { readonly because: "clone" | "merge" })[] = [];
	const clones = await reads.components.listClones(actor.accountId, component.lineage);
	const merged = await reads.merges.listOf(component.lineage);
	const mergers = await reads.components.listByIds([...new Set(merged.map((merge) => merge.componentId))]);
	for (const clone of clones) {
		if (clone.parent?.number !== number) continue;
		const end = merged.filter((merge) => merge.componentId === clone.id && merge.fromNumber > number).map((merge) => merge.number);
		found.push(...stretch(clone, 1, Math.min(...end)).map((one) => ({ ...one, because: "clone" as const })));
	}
	for (const merge of merged) {
		const merger = mergers.find((one) => one.id === merge.componentId);
		if (!merger || merger.accountId !== actor.accountId || merge.fromNumber !== number) continue;
		const end = merged.filter((later) => later.componentId === merger.id && later.number > merge.number && later.fromNumber > number);
		found.push(...stretch(merger, merge.number, Math.min(...end.map((later) => later.number))).map((one) => ({ ...one, because: "merge" as const })));
	}
	return found;
}

/** The commits from `first` to before `end`. */
function stretch(component: StoredComponent, first: number, end: number): Commit[] {
	const last = Math.min(component.latest, end - 1);
	return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => ({ component, number: first + i }));
}

async function commitsOf(reads: Reads, pin: PinUsage): Promise<Commit[]> {
	if (pin.firstRevision === 0) return [];
	const [component] = await reads.components.listByIds([pin.userId]);
	return component ? stretch(component, pin.firstRevision, pin.lastRevision + 1) : [];
}

function presentChannel(channel: StoredChannel, commits: readonly Commit[]): Impact["channels"] {
	const commit = commits.find(({ component, number }) => component.id === channel.componentId && number === channel.number);
	return commit ? [{ kind: commit.component.kind, name: commit.component.name, channel: channel.name, number: channel.number }] : [];
}

const order: Readonly<Record<TouchedCommit["because"], number>> = { itself: 0, clone: 1, merge: 2, template: 3 };

function inOrder(a: Commit & Pick<TouchedCommit, "because">, b: Commit & Pick<TouchedCommit, "because">): number {
	return (
		order[a.because] - order[b.because] || (a.component.name < b.component.name ? -1 : a.component.name > b.component.name ? 1 : a.number - b.number)
	);
}

function refOf({ component, number }: Commit): string {
	return `${component.kind === "mci" ? "" : `${componentNouns[component.kind].one} `}${component.name}@${number}`;
}
