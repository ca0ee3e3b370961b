import { componentAct, lifecycleVerbs } from "../../core/audit/index.ts";
import type { RevisionLifecycle } from "../../core/bundle/index.ts";
import {
	activeLifecycle,
	type ComponentKind,
	type Lifecycle,
	type LifecycleState,
	lifecycleState,
} from "../../core/component/index.ts";
import type { Reads, StoredComponent, Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import { sameLifecycle } from "../lifecycles/lifecycle-fields.ts";
import type { Needs } from "../needs.ts";

/** A publisher's lifecycle for a revision that the account has imported, where it differs from the lifecycle here. */
export interface LifecycleNews {
	readonly kind: ComponentKind;
	readonly name: string;
	readonly number: number;
	readonly lifecycle: Lifecycle;
	/** The state now. */
	readonly state: LifecycleState;
	/** True if it now applies here; false if it is only reported. */
	readonly applied: boolean;
}

interface Told {
	readonly actor: Actor;
	/** Fingerprint of the key that signed it: publishers decide only about their own revisions. */
	readonly key: string;
	readonly lifecycles: readonly RevisionLifecycle[];
}

interface Found {
	readonly component: StoredComponent;
	readonly number: number;
	readonly before: Lifecycle;
	readonly after: Lifecycle;
}

/** The publisher's lifecycles that do not apply here yet; changes nothing. */
export async function listLifecycleNews(needs: Pick<Needs, "now">, reads: Reads, told: Told): Promise<LifecycleNews[]> {
	return (await findNews(reads, told)).map((found) => newsOf(needs, found, { applied: false }));
}

/**
 * Applies the publisher's lifecycles to the revisions that `isMeant` selects. Fails closed: stricter values here stay,
 * so no revision becomes usable again because of its publisher; dates only move earlier. Returns every difference,
 * applied or not.
 */
export async function applyLifecycles(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	told: Told & { isMeant(revision: { readonly lineage: string; readonly number: number }): boolean },
): Promise<LifecycleNews[]> {
	const news: LifecycleNews[] = [];
	for (const found of await findNews(tx, told)) {
		const { component, number, before, after } = found;
		const isMeant = told.isMeant({ lineage: component.lineage, number });
		const one = newsOf(needs, found, { applied: isMeant });
		news.push(one);
		if (!isMeant) continue;
		const at = needs.now();
		await tx.lifecycles.put(component.id, number, { lifecycle: after, at });
		const act = lifecycleVerbs[after.revokedAt !== before.revokedAt ? "revoked" : "deprecated"];
		const because = `${component.publisher ?? ""} says so`;
		tx.record(
			auditEntry(told.actor, componentAct(component.kind, act), component, {
				at,
				before: { revision: number, ...before },
				after: { revision: number, ...after, because },
			}),
		);
	}
	return news;
}

async function findNews(reads: Reads, { actor, key, lifecycles }: Told): Promise<Found[]> {
	const said = new Map(lifecycles.map((one) => [`${one.lineage}@${one.number}`, one]));
	const lineages = [...new Set(lifecycles.map(({ lineage }) => lineage))];
	const components = (await reads.components.listByLineages(actor.accountId, lineages)).filter(
		({ publisher }) => publisher !== null,
	);
	const byId = new Map(components.map((component) => [component.id, component]));
	const ids = [...byId.keys()];
	const imports = (await reads.imports.list(ids)).filter((one) => one.publisherKey === key && one.number > 0);
	const here = new Map((await reads.lifecycles.list(ids)).map((one) => [`${one.componentId}@${one.number}`, one]));
	return imports.flatMap(({ componentId, number }) => {
		const component = byId.get(componentId);
		const theirs = component && said.get(`${component.lineage}@${number}`);
		if (!theirs) return [];
		const own = here.get(`${componentId}@${number}`);
		const before: Lifecycle = own ? partsOf(own) : activeLifecycle;
		const after = stricter(before, partsOf(theirs));
		return sameLifecycle(before, after) ? [] : [{ component, number, before, after }];
	});
}

/** The earlier of each date, with the publisher's texts where the publisher's date is earlier. */
function stricter(own: Lifecycle, theirs: Lifecycle): Lifecycle {
	const deprecatedAt = earlier(own.deprecatedAt, theirs.deprecatedAt);
	const revokedAt = earlier(own.revokedAt, theirs.revokedAt);
	if (deprecatedAt === own.deprecatedAt && revokedAt === own.revokedAt) return own;
	// A date needs a reason here; the publisher may have given none.
	return {
		deprecatedAt,
		revokedAt,
		reason: theirs.reason ?? own.reason ?? "its publisher says so",
		replacement: theirs.replacement ?? own.replacement,
	};
}

function earlier(a: string | null, b: string | null): string | null {
	if (a === null || b === null) return a ?? b;
	return a < b ? a : b;
}

function newsOf(
	needs: Pick<Needs, "now">,
	{ component, number, after }: Found,
	{ applied }: { readonly applied: boolean },
): LifecycleNews {
	return {
		kind: component.kind,
		name: component.name,
		number,
		lifecycle: after,
		state: lifecycleState(after, needs.now()),
		applied,
	};
}

function partsOf({ deprecatedAt, revokedAt, reason, replacement }: Lifecycle): Lifecycle {
	return { deprecatedAt, revokedAt, reason, replacement };
}
