import type { Image } from "../../core/image/index.ts";
import {
	heldBackWarnings,
	imageWarnings,
	imageWithdrawal,
	revisionWarnings,
	revisionWithdrawal,
} from "../../core/resolve/index.ts";
import type { Reads, WholeServer } from "../../storage/store.ts";
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
	server: WholeServer,
): Promise<ServerFinding[]> {
	const now = needs.now();
	const { image: recorded, mci, template } = server;
	const [stored] = await reads.images.listByIds([recorded.id]);
	const { id: _id, ...image } = stored ?? { id: 0 };
	const known = {
		image: stored ? (image as Image) : null,
		lifecycle: (await reads.lifecycles.listOfImages([recorded.id])).get(recorded.id) ?? null,
	};
	const lifecycleOf = async (id: number, number: number) =>
		number === 0 ? null : ((await reads.lifecycles.find(id, number)) ?? null);
	const ofTemplate = { ref: templateRef(server), lifecycle: await lifecycleOf(template.id, template.number) };
	const ofMci = mci && {
		ref: mciRef(server) ?? "",
		lifecycle: await lifecycleOf(mci.id, mci.number),
		heldBack: (await reads.revisions.find(mci.id, mci.number))?.heldBack ?? null,
	};
	const errors = [
		imageWithdrawal(recorded.uid, known, now),
		ofMci && revisionWithdrawal("revision-revoked", ofMci, now),
		revisionWithdrawal("template-revoked", ofTemplate, now),
	].flatMap((one) => one ?? []);
	const warnings = [
		...(imageWithdrawal(recorded.uid, known, now) ? [] : imageWarnings(recorded, known, now)),
		...(ofMci ? [...revisionWarnings("revision-deprecated", ofMci, now), ...heldBackWarnings(ofMci)] : []),
		...revisionWarnings("template-deprecated", ofTemplate, now),
	];
	return [
		...errors.map(({ code, text, replacement }) => ({ code, severity: "error" as const, text, replacement })),
		...warnings.map(({ code, text }) => ({ code, severity: "warning" as const, text })),
	];
}
