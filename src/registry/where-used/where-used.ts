import { compareText } from "../../base/compare-text.ts";
import {
	activeLifecycle,
	type ComponentKind,
	type Lifecycle,
	type LifecycleState,
	lifecycleState,
} from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { PinPart, Reads, StoredChannel, StoredComponent, StoredImage, Usage } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { getComponent, getRevision, ownReference } from "../components/get-component.ts";
import { type RevisionStatus, revisionStatus } from "../components/revision-status.ts";
import type { Needs } from "../needs.ts";
import { listPublicationUsages, type PublicationUsage } from "./component-usages.ts";
import { listServersUsing, type ServerUsage } from "./servers-using.ts";

/** The search: images by their uid, or a component by a reference whose revision may be omitted. */
export type WhereUsedQuestion = { readonly image: string } | { readonly kind: ComponentKind; readonly ref: string };

/** A range of a template's revisions that pins something. */
export interface TemplateUsage {
	readonly template: string;
	/** The pinned revision: kind, name, and number, 0 being HEAD. */
	readonly pinned: { readonly kind: ComponentKind; readonly name: string; readonly number: number };
	readonly part: PinPart;
	/** The commits, first to last; null = only HEAD. */
	readonly revisions: { readonly first: number; readonly last: number } | null;
	readonly head: boolean;
	/** True if the newest commit pins it. */
	readonly latest: boolean;
}

/** A channel that points to a revision with the use. */
export interface ChannelUsage {
	readonly kind: ComponentKind;
	readonly name: string;
	readonly channel: string;
	/** 0 is HEAD. */
	readonly number: number;
	readonly restricted: boolean;
}

/** Everything that uses something, over all revisions. */
export interface WhereUsed {
	/** For an image only: the revisions that map it. */
	readonly mcis: readonly Usage[];
	/** Templates that pin it, or an MCI revision that maps it. */
	readonly templates: readonly TemplateUsage[];
	/** Channels of it, of the MCIs that map it, and of the templates that pin it. */
	readonly channels: readonly ChannelUsage[];
	readonly servers: readonly ServerUsage[];
	/** Publications of it, of the MCIs that map it, and of the templates that pin it. */
	readonly publications: readonly PublicationUsage[];
}

/** The uses with the images that were searched for and this registry's lifecycle of them; none for a component. */
export interface FoundWhereUsed extends WhereUsed {
	/** The state of the revision that was searched for; null for an image, and if any revision was meant. */
	readonly status: RevisionStatus | null;
	readonly images: readonly {
		readonly image: StoredImage;
		readonly lifecycle: Lifecycle;
		readonly state: LifecycleState;
	}[];
}

/** A bound on the ranges to read; an image is in fewer. */
const mostUsages = 10_000;

/**
 * Everything that uses an image, or a revision of a component; without an @, any of its revisions. Throws
 * `image-not-found` and the `…-not-found` of the missing part.
 */
export async function whereUsed(needs: Needs, actor: Actor, question: WhereUsedQuestion): Promise<FoundWhereUsed> {
	const reads = needs.store.read;
	if ("image" in question) {
		const images = await reads.images.listByUid(actor.accountId, question.image);
		if (images.length === 0) throw fault("image-not-found", { uid: question.image });
		const said = await reads.lifecycles.listOfImages(images.map((image) => image.id));
		const now = needs.now();
		const words = images.map((image) => {
			const lifecycle = said.get(image.id) ?? activeLifecycle;
			return { image, lifecycle, state: lifecycleState(lifecycle, now) };
		});
		return { ...(await findWhereUsed(reads, actor, { images })), images: words, status: null };
	}
	const { kind, ref } = question;
	const { name } = ownReference(actor, ref);
	if (!ref.includes("@")) {
		const component = await getComponent(reads, actor, { kind, name, at: needs.now() });
		return { ...(await findWhereUsed(reads, actor, { component, number: null })), images: [], status: null };
	}
	const { component, number } = await getRevision(needs, actor, { kind, ref });
	const status = await revisionStatus(needs, reads, { component, number });
	return { ...(await findWhereUsed(reads, actor, { component, number })), images: [], status };
}

/** Like `whereUsed`, for something that has been found. `number` null = any revision, 0 = HEAD. */
export async function findWhereUsed(
	reads: Reads,
	actor: Actor,
	wanted:
		| { readonly images: readonly StoredImage[] }
		| { readonly component: StoredComponent; readonly number: number | null },
): Promise<WhereUsed> {
	const imageIds = "images" in wanted ? wanted.images.map((image) => image.id) : [];
	const mcis = await reads.settings.listUsages(imageIds, { limit: mostUsages });
	const components =
		"images" in wanted
			? await reads.components.listByIds([...new Set(mcis.map((usage) => usage.mciId))])
			: [wanted.component];
	const uses = (componentId: number, number: number): boolean => {
		if ("component" in wanted)
			return componentId === wanted.component.id && (wanted.number === null || wanted.number === number);
		return mcis.some((usage) => usage.mciId === componentId && holds(usage, number));
	};
	const own = components.filter((component) => component.accountId === actor.accountId);
	const templates = await listTemplates(reads, own, uses);
	const users = await reads.components.listByIds([...new Set(templates.map((usage) => usage.userId))]);
	const usesBelow = (componentId: number, number: number) =>
		uses(componentId, number) ||
		templates.some(
			({ userId, usage }) =>
				userId === componentId &&
				holds(
					{ firstRevision: usage.revisions?.first ?? 0, lastRevision: usage.revisions?.last ?? 0, head: usage.head },
					number,
				),
		);
	const all = [...own, ...users];
	return {
		mcis,
		templates: templates.map(({ usage }) => usage),
		channels: await listChannelUsages(reads, all, usesBelow),
		publications: await listPublished(reads, all, usesBelow),
		servers: await listServersUsing(reads, { revisions: await revisionsOf(reads, all, usesBelow), imageIds }),
	};
}

/** True if a range of commits, or HEAD, includes a revision. */
function holds(stretch: Pick<Usage, "firstRevision" | "lastRevision" | "head">, number: number): boolean {
	return number === 0
		? stretch.head
		: stretch.firstRevision > 0 && stretch.firstRevision <= number && number <= stretch.lastRevision;
}

type Uses = (componentId: number, number: number) => boolean;

async function listTemplates(
	reads: Reads,
	components: readonly StoredComponent[],
	uses: Uses,
): Promise<{ readonly userId: number; readonly usage: TemplateUsage }[]> {
	const byId = new Map(components.map((component) => [component.id, component]));
	const pins = (await reads.pins.listUsages([...byId.keys()])).filter((pin) => uses(pin.componentId, pin.number));
	const latest = new Map(
		(await reads.components.listByIds([...new Set(pins.map((pin) => pin.userId))])).map((user) => [
			user.id,
			user.current,
		]),
	);
	return pins.flatMap((pin) => {
		const pinned = byId.get(pin.componentId);
		if (!pinned) return [];
		const usage: TemplateUsage = {
			template: pin.userName,
			pinned: { kind: pinned.kind, name: pinned.name, number: pin.number },
			part: pin.part,
			revisions: pin.firstRevision === 0 ? null : { first: pin.firstRevision, last: pin.lastRevision },
			head: pin.head,
			latest: holds(pin, latest.get(pin.userId) || -1),
		};
		return [{ userId: pin.userId, usage }];
	});
}

async function listChannelUsages(
	reads: Reads,
	components: readonly StoredComponent[],
	uses: Uses,
): Promise<ChannelUsage[]> {
	const byId = new Map(components.map((component) => [component.id, component]));
	const channels: readonly StoredChannel[] = await reads.channels.list([...byId.keys()]);
	return channels
		.filter((channel) => uses(channel.componentId, channel.number))
		.flatMap(({ componentId, name: channel, number, movers }) => {
			const component = byId.get(componentId);
			return component
				? [{ kind: component.kind, name: component.name, channel, number, restricted: movers !== null }]
				: [];
		})
		.sort((a, b) => compareText(a.kind, b.kind) || compareText(a.name, b.name) || compareText(a.channel, b.channel));
}

async function listPublished(
	reads: Reads,
	components: readonly StoredComponent[],
	uses: Uses,
): Promise<PublicationUsage[]> {
	const ids = new Map(components.map(({ id, kind, name }) => [`${kind} ${name}`, id]));
	const found = await listPublicationUsages(reads, components);
	return found.filter(({ componentKind, component, revision }) =>
		uses(ids.get(`${componentKind} ${component}`) ?? 0, revision),
	);
}

/** The used commits of these components, and HEAD. */
async function revisionsOf(
	reads: Reads,
	components: readonly StoredComponent[],
	uses: Uses,
): Promise<{ readonly component: StoredComponent; readonly number: number }[]> {
	const numbers = await reads.revisions.listNumbers(components.map(({ id }) => id));
	return components.flatMap((component) =>
		[0, ...(numbers.get(component.id) ?? [])]
			.filter((number) => uses(component.id, number))
			.map((number) => ({ component, number })),
	);
}
