import type { ComponentKind } from "../../core/component/index.ts";
import type { MciContent } from "../../core/image/index.ts";
import {
	type Finding,
	type LintFacts,
	lintMci,
	lintScript,
	lintTemplate,
	type MciSubject,
} from "../../core/lint/index.ts";
import type { ScriptContent } from "../../core/script/index.ts";
import type { TemplateContent } from "../../core/template/index.ts";
import type { NumberedRelease, Reads } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { headNumber } from "../components/component-content.ts";
import { type ComponentRevision, getRevision } from "../components/get-component.ts";
import { newestUsable } from "../components/newest-usable.ts";
import { cloudsOf, scriptContentOf } from "../components/pinned-content.ts";
import { placesBehind } from "../components/place-releases.ts";
import { allPins, listPinned } from "../components/template-pins.ts";
import type { Needs } from "../needs.ts";

const productionChannel = /^(production|prod|stable|live)$/;

/**
 * Lint's findings for the revision that a reference names, errors first. Throws the `…-not-found` of the missing part.
 */
export async function lintReference<K extends ComponentKind>(
	needs: Needs,
	actor: Actor,
	asked: { readonly kind: K; readonly ref: string },
): Promise<{ readonly found: ComponentRevision<K>; readonly findings: readonly Finding[] }> {
	const found = await getRevision(needs, actor, asked);
	return { found, findings: await lintRevision(needs, needs.store.read, { actor, found }) };
}

/**
 * Lint's findings for one revision, errors first. Reads through `reads`, so a transaction is judged by its own writes.
 */
export async function lintRevision<K extends ComponentKind>(
	needs: Pick<Needs, "now">,
	reads: Reads,
	asked: {
		readonly actor: Actor;
		readonly found: Pick<ComponentRevision<K>, "kind" | "component" | "number" | "content">;
		/** The channel that is about to move to it. */
		readonly channel?: string;
	},
): Promise<Finding[]> {
	const { actor, found } = asked;
	const facts = await factsFor(needs, reads, asked);
	const { number: revision, content } = found;
	switch (found.kind as ComponentKind) {
		case "mci":
			return lintMci(await mciSubject(reads, { ...found, content: content as MciContent }), facts);
		case "template":
			return lintTemplate(
				await templateSubject(needs, reads, { actor, revision, content: content as TemplateContent }),
				facts,
			);
		case "script":
			return lintScript({ content: content as ScriptContent, revision }, facts);
	}
}

async function factsFor(
	needs: Pick<Needs, "now">,
	reads: Reads,
	asked: {
		readonly actor: Actor;
		readonly found: Pick<ComponentRevision, "component" | "number">;
		readonly channel?: string;
	},
): Promise<LintFacts> {
	const { actor, found } = asked;
	const { requiredClouds, trustedOwners, ownNames } = await reads.accounts.getPolicy(actor.accountId);
	const types = await reads.clouds.types(actor.accountId);
	const channels = await reads.channels.list([found.component.id]);
	// An uncommitted HEAD is judged as the revision that its production channel will move to.
	const names = channels.filter(({ number }) => found.number === 0 || number === found.number).map(({ name }) => name);
	const isProduction = [...names, ...(asked.channel === undefined ? [] : [asked.channel])].some((name) =>
		productionChannel.test(name),
	);
	return {
		now: needs.now(),
		cloudTypeOf: (cloud) => types.get(cloud) ?? null,
		requiredClouds,
		trustedOwners,
		ownNames,
		isProduction,
	};
}

async function mciSubject(
	reads: Reads,
	found: Pick<ComponentRevision, "component" | "number"> & { readonly content: MciContent },
): Promise<MciSubject> {
	const { component, number, content } = found;
	const settings = await reads.settings.listAt(component.id, number === 0 ? headNumber(component) : number);
	const ids = settings.map((setting) => setting.imageId);
	const images = new Map((await reads.images.listByIds(ids)).map((image) => [image.id, image]));
	const lifecycles = await reads.lifecycles.listOfImages(ids);
	const newer = await newerReleaseOf(reads, component, number);
	const before = await cloudsBefore(reads, component, number);
	const mapped = new Set(settings.map(({ cloud }) => cloud as string));
	const commit = number === 0 ? undefined : await reads.revisions.find(component.id, number);
	const releases = commit?.release ? await reads.revisions.listReleases(component.id) : [];
	return {
		content,
		revision: number,
		images: new Map(settings.map((setting) => [setting.cloud as string, images.get(setting.imageId) ?? null])),
		imageLifecycles: new Map(
			settings.flatMap((setting) => {
				const lifecycle = lifecycles.get(setting.imageId);
				return lifecycle ? [[setting.cloud as string, lifecycle] as const] : [];
			}),
		),
		newerUpstream: newer && { release: newer.version ?? newer.releasedAt ?? "", revision: newer.number },
		heldBack: commit?.heldBack ?? null,
		behind: commit ? placesBehind(releases, commit, [...mapped]) : [],
		lostClouds: before.filter((cloud) => !mapped.has(cloud)),
	};
}

/** The newest release after a commit that its publisher does not hold back; null if there is none. */
async function newerReleaseOf(
	reads: Reads,
	{ id, origin }: ComponentRevision["component"],
	number: number,
): Promise<NumberedRelease | null> {
	const newest = origin?.number ?? 0;
	if (number === 0 || newest <= number) return null;
	const releases = await reads.revisions.listReleases(id);
	return releases.findLast((release) => release.number > number && release.heldBack === null) ?? null;
}

/** The clouds of the commit before a commit, or before HEAD. */
async function cloudsBefore(
	reads: Reads,
	component: ComponentRevision["component"],
	number: number,
): Promise<readonly string[]> {
	const before = number === 0 ? component.latest : number - 1;
	if (before === 0) return [];
	return (await reads.settings.listAt(component.id, before)).map(({ cloud }) => cloud);
}

async function templateSubject(
	needs: Pick<Needs, "now">,
	reads: Reads,
	asked: { readonly actor: Actor; readonly revision: number; readonly content: TemplateContent },
) {
	const { actor, ...found } = asked;
	const pinned = await listPinned(reads, actor, [found.content]);
	const mcis = [];
	const scripts = [];
	const seen = new Set<string>();
	for (const { part, pin } of allPins(found.content)) {
		const key = `${part === "mci"} ${pin.lineage}@${pin.revision}`;
		const component = pinned.get(pin.lineage);
		if (!component || seen.has(key)) continue;
		seen.add(key);
		const lifecycle = pin.revision === 0 ? null : ((await reads.lifecycles.find(component.id, pin.revision)) ?? null);
		const base = { pin, lifecycle, newestCommit: (await newestUsable(needs, reads, component))?.number ?? null };
		if (part === "mci")
			mcis.push({ ...base, name: component.name, clouds: await cloudsOf(reads, { component, number: pin.revision }) });
		else scripts.push({ ...base, content: await scriptContentOf(reads, { component, number: pin.revision }) });
	}
	return { ...found, mcis, scripts };
}
