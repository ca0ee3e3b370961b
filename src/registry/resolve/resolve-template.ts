import type { Lifecycle } from "../../core/component/index.ts";
import { type Fault, fault } from "../../core/errors.ts";
import { findKnownCloud, type Image, instanceTypeArchitecture, parseCloudSlug } from "../../core/image/index.ts";
import {
	type KnownImage,
	type RequestedValues,
	resolveTemplate,
	type TemplateCandidate,
	type TemplateMci,
	type TemplateResolved,
	type TemplateUnresolved,
} from "../../core/resolve/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import { noScripts, type TemplateContent } from "../../core/template/index.ts";
import type { NumberedLifecycle, Reads, SettingCell, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { digestOf, headContent, headNumber } from "../components/component-content.ts";
import { checkRequestedImage } from "../components/enter-images.ts";
import { type ComponentRevision, getRevision, ownReference } from "../components/get-component.ts";
import type { RevisionOf } from "../components/pinned-content.ts";
import { listPinned } from "../components/template-pins.ts";
import { knownImage } from "../images/image-facts.ts";
import type { Needs } from "../needs.ts";
import { requestedMciOf } from "./requested-mci.ts";
import { nextDate } from "./resolve-image.ts";

/** A question: what does a server of this template get in this cloud? */
export interface TemplateQuestion {
	/** Reference of the template. */
	readonly template: string;
	readonly cloud: string;
	/** Reference of a requested MCI; a bare name means the revision on the template. */
	readonly mci?: string | undefined;
	readonly requestedValues: RequestedValues;
}

/** The template revision behind an answer. */
interface Asked {
	readonly ref: string;
	readonly template: RevisionOf & { readonly digest: string };
	readonly cloud: string;
}

export interface TemplateAnswer extends Asked, Omit<TemplateResolved, "mci"> {
	readonly mci: (RevisionOf & { readonly ref: string; readonly digest: string }) | null;
	/** The catalogue's facts about the image. */
	readonly facts: Image | null;
	/**
	 * How long this answer holds if nothing is written: until the next date of an image or a lifecycle. Null = no date
	 * ahead.
	 */
	readonly holdsUntil: string | null;
}

export interface TemplateRefusal extends Asked, TemplateUnresolved {}

/** The dependencies of resolving a template. */
export type TemplateNeeds = Pick<Needs, "store" | "now" | "sha256">;

/**
 * What a server of the template gets in the cloud, or the reasons why it gets nothing. Throws the `…-not-found` of an
 * unknown name, revision or channel, and `reference-invalid`.
 */
export async function resolveTemplateHere(
	needs: TemplateNeeds,
	actor: Actor,
	question: TemplateQuestion,
): Promise<TemplateAnswer | TemplateRefusal> {
	const reads = needs.store.read;
	const template = await getRevision(needs, actor, { kind: "template", ref: question.template });
	const requestedMci =
		question.mci === undefined ? null : await requestedMciOf(needs, reads, { actor, template, ref: question.mci });
	const answer = await resolveRevision(needs, reads, { ...question, actor, template, requestedMci });
	const asked = ownReference(actor, question.template).name;
	const now = template.component.name;
	if (answer.kind === "unresolved" || asked === now) return { ...answer, ref: question.template };
	const text = `“${asked}” is called “${now}” now, and will stop answering to its old name`;
	const former = await reads.components.findFormerName(actor.accountId, "template", { name: asked, at: needs.now() });
	const holdsUntil =
		[answer.holdsUntil, former?.expiresAt].filter((date) => typeof date === "string").sort()[0] ?? null;
	return {
		...answer,
		ref: question.template,
		holdsUntil,
		warnings: [...answer.warnings, { code: "name-former", text }],
	};
}

/** A question about a template revision that has been read. */
export interface RevisionQuestion {
	readonly actor: Actor;
	readonly template: ComponentRevision<"template">;
	readonly cloud: string;
	/** The requested MCI revision; null = none. */
	readonly requestedMci: RevisionOf | null;
	readonly requestedValues: RequestedValues;
}

/** Like `resolveTemplateHere`, for a template revision that has been read; `reads` may be a transaction. */
export async function resolveRevision(
	needs: TemplateNeeds,
	reads: Reads,
	asked: RevisionQuestion,
): Promise<TemplateAnswer | TemplateRefusal> {
	const { template, requestedValues } = asked;
	const now = needs.now();
	const loaded = await loadCandidate(reads, asked);
	const { candidate, revisions } = loaded;
	const about: Asked = {
		ref: candidate.ref,
		template: { component: template.component, number: template.number, digest: template.digest },
		cloud: candidate.cloud,
	};
	const outcome = resolveTemplate(candidate, requestedValues, now);
	if (outcome.kind === "unresolved") {
		// Only a refusal lists the other clouds, so they are read only then.
		const again = resolveTemplate(await withClouds(reads, loaded), requestedValues, now);
		return { ...about, ...(again.kind === "unresolved" ? again : outcome) };
	}
	const chosen =
		outcome.mci &&
		revisions.find((one) => one.component.lineage === outcome.mci?.lineage && one.number === outcome.mci.revision);
	const facts = factsOf(candidate, outcome.image.uid);
	return {
		...about,
		...outcome,
		mci: chosen ? { ...chosen, ref: refOf(chosen), digest: await revisionDigest(needs, reads, chosen) } : null,
		facts: facts && facts.kind === outcome.image.kind && facts.checksum === outcome.image.checksum ? facts : null,
		holdsUntil: nextDate(
			[...candidate.mcis.map((mci) => mci.image), candidate.requestedMci?.image, candidate.requestedImage?.image],
			[
				candidate.lifecycle,
				...[...candidate.mcis, ...(candidate.requestedMci ? [candidate.requestedMci] : [])].flatMap((mci) => [
					mci.lifecycle,
					mci.imageLifecycle,
				]),
				candidate.requestedImage?.lifecycle,
			],
			now,
		),
	};
}

/** A template's structured refusal as a fault. */
export function refusalFault({ ref, cloud, verdict, because, instead }: TemplateRefusal): Fault {
	const details = { ref, cloud, because: because.map((one) => one.text).join("; "), reasons: because, instead };
	return fault(verdict === "refused" ? "resolve-refused" : "not-resolved", details);
}

/** One cloud of a template, ready for resolving, with the revisions behind it. */
export interface LoadedCandidate {
	readonly candidate: TemplateCandidate;
	/** The template's MCI revisions in order, then the requested one if it is not among them. */
	readonly revisions: readonly RevisionOf[];
}

/**
 * Reads everything that resolving needs, in a number of queries that does not grow with the number of MCIs. Leaves out
 * the clouds.
 */
export async function loadCandidate(reads: Reads, asked: RevisionQuestion): Promise<LoadedCandidate> {
	const { actor, template, requestedMci, requestedValues } = asked;
	const slug = parseCloudSlug(asked.cloud);
	const cloud = await reads.clouds.find(actor.accountId, slug);
	const onTemplate = await mcisOf(reads, actor, template.content);
	const isExtra = requestedMci !== null && !onTemplate.some((one) => isSame(one, requestedMci));
	const revisions = isExtra ? [...onTemplate, requestedMci] : onTemplate;
	const lifecycles = await reads.lifecycles.list([
		...new Set([template.component.id, ...revisions.map((one) => one.component.id)]),
	]);
	const heldBack = await reads.revisions.listHeldBack([...new Set(revisions.map((one) => one.component.id))]);
	const ref = refOf(template);
	const mapped = cloud === undefined ? [] : await reads.settings.listCells(revisions.map(askedRevision), cloud.id);
	const isDormant = cloud?.isDormant === true && mapped.length > 0;
	const made = await madeMcis(reads, {
		revisions,
		cells: cloud?.isDormant ? [] : mapped,
		lifecycles,
		heldBack,
		defaultMci: template.content.defaultMci,
		ref,
	});
	checkRequestedImage(slug, requestedValues.image);
	const requestedImage =
		requestedValues.image === undefined
			? null
			: await knownImage(reads, actor, { cloud: slug, uid: requestedValues.image });
	const candidate: TemplateCandidate = {
		ref,
		lifecycle: lifecycleOf(lifecycles, template),
		cloud: slug,
		cloudType: cloud?.type ?? findKnownCloud(slug)?.type ?? null,
		isDormant,
		mcis: made.slice(0, onTemplate.length),
		requestedMci:
			requestedMci === null ? null : (made[revisions.findIndex((one) => isSame(one, requestedMci))] ?? null),
		requestedImage,
		imageUsers: await imageUsers(reads, { actor, cloud: slug, uid: requestedValues.image, revisions }),
		instanceTypeArchitecture,
	};
	return { candidate, revisions };
}

/** Adds the clouds that each MCI maps: the eligible clouds. */
export async function withClouds(reads: Reads, { candidate, revisions }: LoadedCandidate): Promise<TemplateCandidate> {
	const found = await reads.settings.listClouds(revisions.map(askedRevision));
	const told = (mci: TemplateMci): TemplateMci => {
		const revision = revisions.find(
			({ component, number }) => component.lineage === mci.lineage && number === mci.revision,
		);
		const asked = revision && askedRevision(revision);
		const clouds = found
			.filter((one) => one.mciId === asked?.mciId && one.number === asked.number)
			.map((one) => one.cloud);
		return { ...mci, clouds: () => clouds };
	};
	return {
		...candidate,
		mcis: candidate.mcis.map(told),
		requestedMci: candidate.requestedMci && told(candidate.requestedMci),
	};
}

/** The MCI revisions that a template pins, in order. */
export async function mcisOf(reads: Reads, actor: Actor, content: TemplateContent): Promise<RevisionOf[]> {
	const pinned = await listPinned(reads, actor, [{ ...content, scripts: noScripts }]);
	return content.mcis.flatMap((pin) => {
		const component = pinned.get(pin.lineage);
		return component ? [{ component, number: pin.revision }] : [];
	});
}

/** A revision as text: `web@4`, `web@head`. */
export function refOf({
	component,
	number,
}: {
	readonly component: Pick<StoredComponent, "name">;
	readonly number: number;
}): string {
	return revisionRef(component.name, number);
}

async function madeMcis(
	reads: Reads,
	given: {
		readonly revisions: readonly RevisionOf[];
		readonly cells: readonly SettingCell[];
		readonly lifecycles: readonly NumberedLifecycle[];
		readonly heldBack: Awaited<ReturnType<Reads["revisions"]["listHeldBack"]>>;
		readonly defaultMci: string | null;
		readonly ref: string;
	},
): Promise<TemplateMci[]> {
	const { revisions, cells, lifecycles, heldBack, defaultMci, ref } = given;
	const imageIds = cells.map((cell) => cell.imageId);
	const images = new Map((await reads.images.listByIds(imageIds)).map(({ id, ...image }) => [id, image as Image]));
	const imageLifecycles = await reads.lifecycles.listOfImages(imageIds);
	return revisions.map((revision) => {
		const asked = askedRevision(revision);
		const cell = cells.find((one) => one.mciId === asked.mciId && one.number === asked.number);
		return {
			ref: refOf(revision),
			lineage: revision.component.lineage,
			revision: revision.number,
			revisionReason: `asked for through ${ref}`,
			isDefault: revision.component.lineage === defaultMci,
			lifecycle: lifecycleOf(lifecycles, revision),
			heldBack:
				heldBack.find(({ componentId, number }) => componentId === revision.component.id && number === revision.number)
					?.heldBack ?? null,
			setting: cell?.setting ?? null,
			image: (cell && images.get(cell.imageId)) ?? null,
			imageLifecycle: (cell && imageLifecycles.get(cell.imageId)) ?? null,
			clouds: () => [],
			otherRevisions: () => [],
		};
	});
}

const mostUsers = 5;

/** Other MCIs that map the requested image in this cloud, each with its newest revision that does. */
async function imageUsers(
	reads: Reads,
	asked: {
		readonly actor: Actor;
		readonly cloud: string;
		readonly uid: string | undefined;
		readonly revisions: readonly RevisionOf[];
	},
): Promise<string[]> {
	const { actor, cloud, uid, revisions } = asked;
	if (uid === undefined) return [];
	const images = (await reads.images.listByUid(actor.accountId, uid)).filter((image) => image.cloud === cloud);
	const usages = await reads.settings.listUsages(
		images.map((image) => image.id),
		{ limit: 200 },
	);
	const users = new Map<number, string>();
	for (const { mciId, mciName, lastRevision } of usages) {
		if (revisions.some(({ component }) => component.id === mciId)) continue;
		users.set(mciId, revisionRef(mciName, lastRevision));
	}
	return [...users.values()].slice(0, mostUsers);
}

function factsOf({ mcis, requestedMci, requestedImage }: TemplateCandidate, uid: string): Image | null {
	const all: readonly (Pick<KnownImage, "image"> | null)[] = [...mcis, requestedMci, requestedImage];
	return all.find((one) => one?.image?.uid === uid)?.image ?? null;
}

async function revisionDigest(needs: TemplateNeeds, reads: Reads, { component, number }: RevisionOf): Promise<string> {
	if (number > 0) return (await reads.revisions.find(component.id, number))?.digest ?? "";
	return digestOf(needs, await headContent(reads, "mci", component));
}

function askedRevision({ component, number }: RevisionOf) {
	return { mciId: component.id, number: number === 0 ? headNumber(component) : number };
}

function lifecycleOf(lifecycles: readonly NumberedLifecycle[], { component, number }: RevisionOf): Lifecycle | null {
	return lifecycles.find((one) => one.componentId === component.id && one.number === number && number > 0) ?? null;
}

function isSame(a: RevisionOf, b: RevisionOf): boolean {
	return a.component.id === b.component.id && a.number === b.number;
}
