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
import type { Needs } from "../needs.ts";
import { commitIn } from "../revisions/commit-revision.ts";

export interface SwapInput {
	readonly kind: "mci" | "script";
	readonly name: string;
	/** Number of the new commit; 0 = HEAD; omit for the newest. */
	readonly to?: number | undefined;
	/** Replace only this number; 0 = HEAD; omit for any. */
	readonly from?: number | undefined;
	/** Only these templates; omit for every template whose HEAD uses it. */
	readonly templates?: readonly string[] | undefined;
	/** Commit each template with this message; omit to change only HEADs. */
	readonly commit?: string | undefined;
	/** Dry run: report what would change, and save nothing. */
	readonly dryRun?: boolean | undefined;
}

/** The effect of a swap on one template. */
export interface SwappedTemplate {
	readonly name: string;
	/** The numbers that it used, each once; 0 is HEAD. */
	readonly from: readonly number[];
	readonly changes: readonly Change[];
	/** Number of the template's new commit; null = none. */
	readonly revision: number | null;
	/** Servers that follow what moved here, and so have an update, as DEPLOYMENT/SERVER. */
	readonly servers: readonly string[];
	/** Why it can't be swapped here; null = it can. */
	readonly problem: { readonly code: string; readonly text: string } | null;
}

export interface SwapReport {
	readonly to: NamedRevision;
	readonly templates: readonly SwappedTemplate[];
	/** Imported templates whose HEAD uses another revision: only their publishers change them. */
	readonly imported: readonly string[];
}

/**
 * Replaces every other revision of an MCI or script by one revision, in the HEADs of all templates that use it, in one
 * transaction; with a message, commits each template. Servers do not change. Throws `swap-refused`, with each
 * template's problem, if one can't be swapped and this is not a dry run; and the `…-not-found` of the missing part.
 */
export async function swapPins(needs: Needs, actor: Actor, input: SwapInput): Promise<SwapReport> {
	assertMay(actor, "components.edit");
	assertOnly(actor, null);
	return needs.store.write(
		async (tx) => {
			const report = await swapPinsIn(needs, tx, actor, input);
			return isSwapped(report) ? report : tx.undo(report);
		},
		{ dryRun: input.dryRun },
	);
}

/** True if a swap changed a template. */
export function isSwapped({ templates }: SwapReport): boolean {
	return templates.some(({ problem }) => problem === null);
}

/** Like `swapPins`, within a transaction that does more. */
export async function swapPinsIn(needs: Needs, tx: Transaction, actor: Actor, input: SwapInput): Promise<SwapReport> {
	const { kind } = input;
	const { id } = await getComponent(tx, actor, { kind, name: input.name, at: needs.now() });
	// It can't be deleted, and its HEAD can't move, while templates take it.
	await tx.components.lock([id]);
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
	if (failed.length > 0 && !input.dryRun) {
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

/**
 * The templates whose HEAD uses another revision of the component, in the order of their ids, so that two swaps lock
 * them in the same order.
 */
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
			input.commit === undefined ? null : await commitTemplate(needs, tx, { actor, name, message: input.commit });
		const servers = await followers(tx, actor, name, { isCommitted: revision !== null });
		return { name, from, changes: edited.changes, revision, servers, problem: null };
	} catch (error) {
		// A refusal leaves the transaction usable; anything else has ended it.
		if (!isFault(error) || error.kind === "internal" || error.kind === "unavailable") throw error;
		return { name, from, changes: [], revision: null, servers: [], problem: { code: error.code, text: error.message } };
	}
}

async function commitTemplate(
	needs: Needs,
	tx: Transaction,
	{ actor, name, message }: { readonly actor: Actor; readonly name: string; readonly message: string },
): Promise<number> {
	return (await commitIn(needs, tx, actor, { kind: "template", name, expected: null, message })).revision.number;
}

/** The content with each pin replaced by `swapped`. */
function withSwapped(content: TemplateContent, swapped: (pin: Pin) => Pin): TemplateContent {
	const scripts = Object.fromEntries(
		scriptSequences.map((sequence) => [sequence, content.scripts[sequence].map(swapped)]),
	);
	return templateContent({ ...content, mcis: content.mcis.map(swapped), scripts });
}

const mostServers = 1000;

/** The servers of a template that follow its HEAD, or its newest commit if there is a new one. */
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
