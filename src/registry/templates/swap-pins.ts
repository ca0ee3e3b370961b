import { someOf } from "../../base/some-of.ts";
import type { Pin } from "../../core/component/index.ts";
import type { Change } from "../../core/diff/index.ts";
import { fault, isFault } from "../../core/errors.ts";
import { revisionRef } from "../../core/revision/index.ts";
import { scriptSequences, type TemplateContent, templateContent } from "../../core/template/index.ts";
import type { Reads, StoredComponent, Transaction } from "../../storage/store.ts";
import { type Actor, assertMay, assertOnly } from "../actor.ts";
import { editHeadIn } from "../components/edit-head.ts";
import { getComponent, getRevision } from "../components/get-component.ts";
import type { NamedRevision } from "../components/named-revision.ts";
import { allPins, pinTo } from "../components/template-pins.ts";
import { rehearsing } from "../dry-run.ts";
import type { Needs } from "../needs.ts";
import { commitWithin } from "../revisions/commit-revision.ts";

export interface SwapInput {
	readonly kind: "mci" | "script";
	readonly name: string;
	/** Number of the commit that shall be used; 0 = HEAD; absent = the newest. */
	readonly to?: number | undefined;
	/** Only where this one is used now; 0 = HEAD; absent = whichever. */
	readonly from?: number | undefined;
	/** Only in these; absent = in every template whose HEAD uses it. */
	readonly templates?: readonly string[] | undefined;
	/** Commits each template with this message; absent = HEADs only. */
	readonly commit?: string | undefined;
	/** True = nothing is kept: what would be is only told. */
	readonly rehearsal?: boolean | undefined;
}

/** What a swap does to one template. */
export interface SwappedTemplate {
	readonly name: string;
	/** What it used: each revision once, 0 being HEAD. */
	readonly from: readonly number[];
	readonly changes: readonly Change[];
	/** Number of the commit that was made of it; null = none. */
	readonly revision: number | null;
	/** Servers that follow what moved here, and so have an update available, as DEPLOYMENT/SERVER. */
	readonly servers: readonly string[];
	/** Why it can't be swapped here; null = it can. */
	readonly problem: { readonly code: string; readonly text: string } | null;
}

export interface SwapReport {
	readonly to: NamedRevision;
	readonly templates: readonly SwappedTemplate[];
	/** Imported templates whose HEAD uses another revision: they are their publishers'. */
	readonly imported: readonly string[];
}

/**
 * Puts one revision of an MCI or script in the place of any other, in the HEADs of all templates that use it, in one transaction; with a
 * message each is committed too. Servers change nothing by themselves. Throws `swap-refused`, with each template's problem, when one can't
 * be swapped and it is no rehearsal; and the `…-not-found` of the part that is missing.
 */
export async function swapPins(needs: Needs, actor: Actor, input: SwapInput): Promise<SwapReport> {
	assertMay(actor, "components.edit");
	assertOnly(actor, null);
	return needs.store.write((tx) => swapPinsIn(needs, rehearsing(tx, input.rehearsal), actor, input));
}

/** The same in a transaction that does more, and that keeps nothing when it is a rehearsal. */
export async function swapPinsIn(needs: Needs, tx: Transaction, actor: Actor, input: SwapInput): Promise<SwapReport> {
	const { kind } = input;
	const { id } = await getComponent(tx, actor, { kind, name: input.name, at: needs.now() });
	// Nobody deletes it, or moves its HEAD, while templates take it.
	await tx.components.hold([id]);
	const component = await getComponent(tx, actor, { kind, name: input.name, at: needs.now() });
	const suffix = input.to === undefined ? "latest" : input.to === 0 ? "head" : String(input.to);
	const { number, digest, revision } = await getRevision(needs, actor, {
		kind,
		ref: `${component.name}@${suffix}`,
		reads: tx,
	});
	const pin = pinTo(component, revision);
	const users = await listUsers(tx, component, { from: input.from, to: number });
	const wanted =
		input.templates === undefined
			? undefined
			: new Set(await Promise.all(input.templates.map((name) => idOf(needs, tx, actor, name))));
	const chosen = users.filter((user) => wanted === undefined || wanted.has(user.id));
	const templates: SwappedTemplate[] = [];
	for (const template of chosen.filter(({ publisher }) => publisher === null)) {
		templates.push(await swapIn(needs, tx, { actor, input, template, pin }));
	}
	const ref = revisionRef(component.name, number);
	const failed = templates.filter(({ problem }) => problem !== null);
	if (failed.length > 0 && !input.rehearsal) {
		const count = failed.length === 1 ? "1 template" : `${failed.length} templates`;
		const problems = someOf(failed.map(({ name, problem }) => `${name} (${problem?.text ?? ""})`));
		throw fault("swap-refused", {
			ref,
			count,
			problems,
			templates: failed.map(({ name, problem }) => ({ name, problem })),
		});
	}
	const imported = chosen.filter(({ publisher }) => publisher !== null).map(({ name }) => name);
	return {
		to: { name: component.name, number, digest },
		templates: templates.sort((a, b) => (a.name < b.name ? -1 : 1)),
		imported,
	};
}

async function idOf(needs: Needs, tx: Transaction, actor: Actor, name: string): Promise<number> {
	return (await getComponent(tx, actor, { kind: "template", name, at: needs.now() })).id;
}

/** The templates whose HEAD uses another revision of the component, in the order of their ids, so that two swaps take them alike. */
async function listUsers(
	reads: Reads,
	component: StoredComponent,
	numbers: { readonly from: number | undefined; readonly to: number },
): Promise<StoredComponent[]> {
	const usages = (await reads.pins.listUsages([component.id])).filter(
		({ head, number }) => head && number !== numbers.to && (numbers.from === undefined || number === numbers.from),
	);
	const users = await reads.components.listByIds([...new Set(usages.map(({ userId }) => userId))]);
	return users.sort((a, b) => a.id - b.id);
}

async function swapIn(
	needs: Needs,
	tx: Transaction,
	swap: { readonly actor: Actor; readonly input: SwapInput; readonly template: StoredComponent; readonly pin: Pin },
): Promise<SwappedTemplate> {
	const { actor, input, template, pin } = swap;
	const { name } = template;
	let from: number[] = [];
	const isSwapped = (one: Pin) =>
		one.lineage === pin.lineage &&
		one.revision !== pin.revision &&
		(input.from === undefined || one.revision === input.from);
	try {
		const edited = await editHeadIn(needs, tx, actor, {
			kind: "template",
			name,
			expected: null,
			act: "swap",
			change: (head) => {
				from = [...new Set(allPins(head).flatMap((one) => (isSwapped(one.pin) ? [one.pin.revision] : [])))];
				return withSwapped(head, (one) => (isSwapped(one) ? pin : one));
			},
		});
		const revision =
			input.commit === undefined ? null : await commitIn(needs, tx, { actor, name, message: input.commit });
		const servers = await followers(tx, actor, name, { isCommitted: revision !== null });
		return { name, from, changes: edited.changes, revision, servers, problem: null };
	} catch (error) {
		// What we refuse ourselves leaves the transaction as it is; anything else has ended it.
		if (!isFault(error) || error.kind === "internal" || error.kind === "unavailable") throw error;
		return { name, from, changes: [], revision: null, servers: [], problem: { code: error.code, text: error.message } };
	}
}

async function commitIn(
	needs: Needs,
	tx: Transaction,
	{ actor, name, message }: { readonly actor: Actor; readonly name: string; readonly message: string },
): Promise<number> {
	return (await commitWithin(needs, tx, actor, { kind: "template", name, expected: null, message })).revision.number;
}

/** The content with each of its pins as `swapped` has it. */
function withSwapped(content: TemplateContent, swapped: (pin: Pin) => Pin): TemplateContent {
	const scripts = Object.fromEntries(
		scriptSequences.map((sequence) => [sequence, content.scripts[sequence].map(swapped)]),
	);
	return templateContent({ ...content, mcis: content.mcis.map(swapped), scripts });
}

const mostServers = 1000;

/** The servers of a template that follow its HEAD, or its newest commit when there is a new one. */
async function followers(
	reads: Reads,
	actor: Actor,
	template: string,
	{ isCommitted }: { readonly isCommitted: boolean },
): Promise<string[]> {
	const servers = await reads.servers.list({ accountId: actor.accountId, template, limit: mostServers });
	return servers
		.filter(({ template: { selector } }) => selector === "head" || (isCommitted && selector === "latest"))
		.map((server) => `${server.deployment.name}/${server.name}`);
}
