import type { Lifecycle } from "../../core/component/index.ts";
import type { Image } from "../../core/image/index.ts";
import {
	heldBackWarnings,
	imageWarnings,
	imageWithdrawal,
	revisionWarnings,
	revisionWithdrawal,
} from "../../core/resolve/index.ts";
import type { Reads, StoredServer } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";
import { mciRef, templateRef } from "./server-differences.ts";

/** A problem with a server's recorded parts: an error prevents its launch, a warning does not. */
export interface ServerFinding {
	readonly code: string;
	readonly severity: "error" | "warning";
	readonly text: string;
	/** What to use instead, if known. */
	readonly replacement?: string | null;
}

/** Checks the image, the MCI revision and the template revision recorded on a server; errors first. */
export async function checkServer(
	needs: Pick<Needs, "now">,
	reads: Reads,
	server: StoredServer,
): Promise<ServerFinding[]> {
	return (await checkServers(needs, reads, [server]))[0] ?? [];
}

/** Checks each of these servers, in their order. Takes four queries, however many they are. */
export async function checkServers(
	needs: Pick<Needs, "now">,
	reads: Reads,
	servers: readonly StoredServer[],
): Promise<ServerFinding[][]> {
	const imageIds = [...new Set(servers.map(({ image }) => image.id))];
	const componentIds = [...new Set(servers.flatMap(({ template, mci }) => [template.id, ...(mci ? [mci.id] : [])]))];
	const parts: KnownParts = {
		images: new Map((await reads.images.listByIds(imageIds)).map((image) => [image.id, image])),
		imageLifecycles: await reads.lifecycles.listOfImages(imageIds),
		lifecycles: new Map(
			(await reads.lifecycles.list(componentIds)).map((one) => [`${one.componentId}@${one.number}`, one]),
		),
		heldBack: new Map(
			(await reads.revisions.listHeldBack(componentIds)).map((one) => [
				`${one.componentId}@${one.number}`,
				one.heldBack,
			]),
		),
	};
	const now = needs.now();
	return servers.map((server) => findingsOf(server, parts, now));
}

interface KnownParts {
	readonly images: ReadonlyMap<number, Image & { readonly id: number }>;
	readonly imageLifecycles: ReadonlyMap<number, Lifecycle>;
	/** By component and number: `7@3`. */
	readonly lifecycles: ReadonlyMap<string, Lifecycle>;
	/** Likewise. */
	readonly heldBack: ReadonlyMap<string, string>;
}

function findingsOf(server: StoredServer, parts: KnownParts, now: string): ServerFinding[] {
	const { image: recorded, mci, template } = server;
	const { id: _id, ...image } = parts.images.get(recorded.id) ?? { id: 0 };
	const known = {
		image: parts.images.has(recorded.id) ? (image as Image) : null,
		lifecycle: parts.imageLifecycles.get(recorded.id) ?? null,
	};
	const lifecycleOf = ({ id, number }: { readonly id: number; readonly number: number }) =>
		number === 0 ? null : (parts.lifecycles.get(`${id}@${number}`) ?? null);
	const ofTemplate = { ref: templateRef(server), lifecycle: lifecycleOf(template) };
	const ofMci = mci && {
		ref: mciRef(server) ?? "",
		lifecycle: lifecycleOf(mci),
		heldBack: parts.heldBack.get(`${mci.id}@${mci.number}`) ?? null,
	};
	const withdrawn = imageWithdrawal(recorded.uid, known, now);
	const errors = [
		withdrawn,
		ofMci && revisionWithdrawal("revision-revoked", ofMci, now),
		revisionWithdrawal("template-revoked", ofTemplate, now),
	].flatMap((one) => one ?? []);
	const warnings = [
		...(withdrawn ? [] : imageWarnings(recorded, known, now)),
		...(ofMci ? [...revisionWarnings("revision-deprecated", ofMci, now), ...heldBackWarnings(ofMci)] : []),
		...revisionWarnings("template-deprecated", ofTemplate, now),
	];
	return [
		...errors.map(({ code, text, replacement }) => ({ code, severity: "error" as const, text, replacement })),
		...warnings.map(({ code, text }) => ({ code, severity: "warning" as const, text })),
	];
}
