import { type Lifecycle, lifecycleState, nextLifecycleChange } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import {
	findKnownCloud,
	type Image,
	type ImageIdentity,
	instanceTypeArchitecture,
	parseCloudSlug,
	sameUid,
} from "../../core/image/index.ts";
import {
	type KnownImage,
	type Reason,
	type RequestedValues,
	type Resolved,
	resolveMci,
	type Unresolved,
	type Warning,
} from "../../core/resolve/index.ts";
import { type Reference, renderReference } from "../../core/revision/index.ts";
import type { Cell, CellRevision, Reads, Store } from "../../storage/store.ts";
import { type Actor, assertOnly } from "../actor.ts";
import { digestOf, headContent, headNumber } from "../components/component-content.ts";
import { checkRequestedImage } from "../components/enter-images.ts";
import { findRelease, type ReleaseSelector } from "../components/find-release.ts";
import {
	availableRevisions,
	channelNotFound,
	getComponent,
	noCurrentCommit,
	ownReference,
} from "../components/get-component.ts";
import { revokedNumbers } from "../components/newest-usable.ts";
import { releaseCovers, releaseOfPlace } from "../components/place-releases.ts";
import { knownImage } from "../images/image-facts.ts";
import type { Needs } from "../needs.ts";

/** A question: which image, here, now? */
export interface ResolveQuestion {
	readonly ref: string;
	readonly cloud: string;
	readonly requestedValues: RequestedValues;
}

/** The image and the rest of the setting, with the reason of each value. */
export interface ResolveAnswer {
	readonly kind: "resolved";
	readonly ref: string;
	readonly mci: { readonly name: string; readonly lineage: string };
	/** 0 is HEAD. */
	readonly revision: number;
	readonly digest: string;
	readonly cloud: string;
	readonly image: ImageIdentity & { readonly facts: Image | null };
	readonly instanceType: string | null;
	readonly kernel: string | null;
	readonly ramdisk: string | null;
	readonly userData: string | null;
	readonly reasons: readonly Reason[];
	readonly warnings: readonly Warning[];
	/** The release that this place has, which may be an earlier one than its revision's; null for a user's commit. */
	readonly release: string | null;
	/** How long this answer holds if nothing is written: until the image's next date. Null = no date ahead. */
	readonly holdsUntil: string | null;
}

/** The structured refusal: why there is no image, and what there is instead. */
export interface ResolveRefusal extends Unresolved {
	readonly ref: string;
	readonly cloud: string;
	readonly revision: number;
	readonly holdsUntil: null;
}

/** The dependencies of resolving. `read` is used only for a refusal and for HEAD's digest. */
export interface ResolveNeeds extends Pick<Needs, "now" | "sha256"> {
	readonly store: Pick<Store, "findCell" | "read">;
}

const mostRevisions = 20;

/**
 * The image of one cloud of one revision, or the reasons why there is none. Throws the `…-not-found` of an unknown
 * name, revision or channel, and `reference-invalid`.
 */
export async function resolveImage(
	needs: ResolveNeeds,
	actor: Actor,
	question: ResolveQuestion,
): Promise<ResolveAnswer | ResolveRefusal> {
	const asked = ownReference(actor, question.ref);
	// Without waiting for the other references: this is the hot path.
	const { reference, reason }: Numbered = isRelease(asked)
		? await withNumber(needs, actor, asked)
		: { reference: asked };
	const cloud = parseCloudSlug(question.cloud);
	checkRequestedImage(cloud, question.requestedValues.image);
	const found = needs.store.findCell(actor.accountId, {
		name: reference.name,
		revision: cellRevision(reference),
		cloud,
	});
	const cell = found instanceof Promise ? await found : found;
	if (!cell) return resolveFormerName(needs, actor, question);
	await assertAllowed(needs, actor, cell, reference);
	const number = cell.asked ?? 0;
	const isHead = number === 0;
	const isRefused = lifecycleState(cell.lifecycle, needs.now()) === "revoked";
	const others = cell.setting && !isRefused ? nothing : await whatIsThere(needs, cell, number, cloud);
	// A refused revision is refused in its other clouds too.
	const clouds = isRefused ? [] : others.clouds;
	const requested = await requestedImageOf(needs, actor, { cell, cloud, uid: question.requestedValues.image });
	const outcome = resolveMci(
		{
			ref: renderReference({ ...reference, selector: isHead ? { kind: "head" } : { kind: "number", number } }),
			revisionReason: reason ?? revisionReason(reference, number, cell.latest),
			cloud,
			isDormant: cell.isDormant,
			lifecycle: cell.lifecycle,
			heldBack: cell.revision?.heldBack ?? null,
			setting: cell.setting,
			image: cell.image,
			imageLifecycle: cell.imageLifecycle,
			requestedImage: requested,
			instanceTypeArchitecture: (type) => instanceTypeArchitecture(findKnownCloud(cloud)?.type ?? null, type),
			clouds: () => clouds,
			otherRevisions: () => others.revisions,
		},
		question.requestedValues,
		needs.now(),
	);
	const digest = cell.revision && !isHead ? cell.revision.digest : await headDigest(needs, actor, cell);
	// HEAD moved between the two reads: start again, so that digest and image belong together.
	if (digest === undefined) return resolveImage(needs, actor, question);
	if (outcome.kind === "unresolved")
		return { ...outcome, ref: question.ref, cloud, revision: number, holdsUntil: null };
	return answerOf(needs, outcome, { ref: question.ref, cell, number, cloud, digest, requested });
}

async function answerOf(
	needs: ResolveNeeds,
	outcome: Resolved,
	of: {
		readonly ref: string;
		readonly cell: Cell;
		readonly number: number;
		readonly cloud: string;
		readonly digest: string;
		readonly requested: KnownImage | null;
	},
): Promise<ResolveAnswer> {
	const { ref, cell, number, cloud, digest, requested } = of;
	const place = await placeRelease(needs, cell, cloud);
	return {
		...outcome,
		warnings: [...outcome.warnings, ...place.warnings],
		release: place.release,
		ref,
		mci: { name: cell.name, lineage: cell.lineage },
		revision: number,
		digest,
		cloud,
		image: { ...outcome.image, facts: cell.image && cell.image.uid === outcome.image.uid ? cell.image : null },
		holdsUntil: nextDate(
			[cell.image, requested?.image],
			[cell.lifecycle, cell.imageLifecycle, requested?.lifecycle],
			needs.now(),
		),
	};
}

/** The release of a place, with a warning if it is not that of the revision. Reads only if the lists differ. */
function placeRelease(
	needs: ResolveNeeds,
	{ mciId, revision }: Cell,
	cloud: string,
): Promise<PlaceRelease> | PlaceRelease {
	const own = revision?.release ?? null;
	if (!revision || own === null) return { release: null, warnings: [] };
	return releaseCovers(own, cloud)
		? { release: own.version, warnings: [] }
		: earlierRelease(needs, { mciId, cloud, number: revision.number, own: own.version });
}

interface PlaceRelease {
	readonly release: string | null;
	readonly warnings: readonly Warning[];
}

async function earlierRelease(
	needs: ResolveNeeds,
	at: { readonly mciId: number; readonly cloud: string; readonly number: number; readonly own: string | null },
): Promise<PlaceRelease> {
	const { cloud, own } = at;
	const release = releaseOfPlace(await needs.store.read.revisions.listReleases(at.mciId), at);
	if (release === null || release === own) return { release, warnings: [] };
	const text = `${cloud} is still at release ${release}: the list of release ${own ?? "(no number)"} does not cover it`;
	return { release, warnings: [{ code: "release-behind", text }] };
}

/** Throws if the caller is limited to another MCI, or if the channel or revision does not exist. */
async function assertAllowed(
	needs: Pick<ResolveNeeds, "store">,
	actor: Actor,
	cell: Cell,
	reference: Reference,
): Promise<void> {
	assertOnly(actor, { id: cell.mciId });
	if (cell.asked === null && reference.selector.kind === "channel")
		throw await channelNotFound(needs.store.read, { id: cell.mciId, name: cell.name }, reference.selector.channel);
	await assertRevision(needs, cell, reference);
}

type ReleaseReference = Reference & { readonly selector: ReleaseSelector };

function isRelease(reference: Reference): reference is ReleaseReference {
	return reference.selector.kind === "release" || reference.selector.kind === "range";
}

interface Numbered {
	readonly reference: Reference;
	/** Why it is this revision; omitted where the reference says it. */
	readonly reason?: string;
}

/** A reference to a release as one to the number of its commit. */
async function withNumber(
	needs: ResolveNeeds,
	actor: Actor,
	{ selector, ...others }: ReleaseReference,
): Promise<Numbered> {
	const reads = needs.store.read;
	const component = await getComponent(reads, actor, { kind: "mci", name: others.name, at: needs.now() });
	const { number, reason } = await findRelease(needs, reads, component, selector);
	return { reference: { ...others, selector: { kind: "number", number } }, reason };
}

function cellRevision(reference: Reference): CellRevision {
	const { selector } = reference;
	switch (selector.kind) {
		case "latest":
		case "head":
			return selector.kind;
		case "number":
			return selector.number;
		case "channel":
			return { channel: selector.channel };
		default:
			throw new Error("a release is found before its cell is");
	}
}

/** No MCI has this name: it may be a former one. Throws `mci-not-found` otherwise. */
async function resolveFormerName(
	needs: ResolveNeeds,
	actor: Actor,
	question: ResolveQuestion,
): Promise<ResolveAnswer | ResolveRefusal> {
	const reference = ownReference(actor, question.ref);
	const { name } = await getComponent(needs.store.read, actor, { kind: "mci", name: reference.name, at: needs.now() });
	const answer = await resolveImage(needs, actor, { ...question, ref: renderReference({ ...reference, name }) });
	if (answer.kind === "unresolved" || name === reference.name) return { ...answer, ref: question.ref };
	const text = `“${reference.name}” is called “${name}” now, and will stop answering to its old name`;
	return { ...answer, ref: question.ref, warnings: [...answer.warnings, { code: "name-former", text }] };
}

async function assertRevision({ store }: Pick<ResolveNeeds, "store">, cell: Cell, reference: Reference): Promise<void> {
	const { selector } = reference;
	if (cell.asked === 0 && selector.kind !== "latest") return;
	if (cell.revision) return;
	if (selector.kind === "latest") throw await noCurrentCommit(store.read, "mci", { ...cell, id: cell.mciId });
	const revision = selector.kind === "number" ? selector.number : 0;
	const available = await availableRevisions(store.read, { id: cell.mciId, latest: cell.latest });
	throw fault("revision-not-found", { name: cell.name, revision, available, latest: cell.latest, command: "mci" });
}

function revisionReason(reference: Reference, number: number, newest: number): string {
	switch (reference.selector.kind) {
		case "latest":
			return number < newest
				? `revision ${number} is the newest commit that its publisher does not hold back`
				: `revision ${number} is the newest commit`;
		case "head":
			return "HEAD was asked for; it can still change";
		case "channel":
			return `channel ${reference.selector.channel} points to ${number === 0 ? "HEAD" : `revision ${number}`}`;
		default:
			return `revision ${number} was asked for`;
	}
}

const nothing: { readonly clouds: readonly string[]; readonly revisions: readonly number[] } = {
	clouds: [],
	revisions: [],
};

async function whatIsThere(needs: ResolveNeeds, cell: Cell, number: number, cloud: string): Promise<typeof nothing> {
	const mapped = await needs.store.read.settings.listClouds([
		{ mciId: cell.mciId, number: number === 0 ? headNumber(cell) : number },
	]);
	const revoked = await revokedNumbers(needs, needs.store.read, cell.mciId);
	const revisions = await needs.store.read.settings.listRevisionsWith(
		cell.mciId,
		cloud,
		cell.latest,
		mostRevisions + revoked.size,
	);
	const usable = revisions.filter((revision) => !revoked.has(revision)).slice(0, mostRevisions);
	return { clouds: mapped.map((one) => one.cloud), revisions: usable };
}

async function headDigest(needs: ResolveNeeds, actor: Actor, cell: Cell): Promise<string | undefined> {
	const read = async () => (await needs.store.read.components.find(actor.accountId, "mci", cell.name))?.headVersion;
	const [mci] = await needs.store.read.components.listByIds([cell.mciId]);
	if (mci?.headVersion !== cell.headVersion) return undefined;
	const content = await headContent(needs.store.read, "mci", mci);
	return (await read()) === cell.headVersion ? digestOf(needs, content) : undefined;
}

/** The facts of a requested image; null if none was requested, or it is the setting's own. */
async function requestedImageOf(
	needs: ResolveNeeds,
	actor: Actor,
	asked: { readonly cell: Cell; readonly cloud: string; readonly uid: string | undefined },
): Promise<KnownImage | null> {
	const { cell, cloud, uid } = asked;
	if (uid === undefined || (cell.setting && sameUid(uid, cell.setting.image.uid))) return null;
	return knownImage(needs.store.read, actor, { cloud, uid });
}

/** The next date on which a lifecycle of these images or revisions changes what may be used; null = no date ahead. */
export function nextDate(
	images: readonly (Image | null | undefined)[],
	lifecycles: readonly (Lifecycle | null | undefined)[],
	now: string,
): string | null {
	const dates = [
		...images
			.flatMap((image) => [image?.deprecatedAt, image?.deletedAt, image?.endOfLifeAt])
			.filter((date) => typeof date === "string" && date > now),
		...lifecycles.map((lifecycle) => nextLifecycleChange(lifecycle ?? null, now)),
	].filter((date): date is string => typeof date === "string");
	return dates.sort()[0] ?? null;
}
