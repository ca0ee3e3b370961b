import { type Fault, fault } from "../../../core/errors.ts";
import type { ImageIdentity } from "../../../core/image/index.ts";
import type { ResolveAnswer, ResolveRefusal } from "../../../registry/resolve/resolve-image.ts";

/** An answer of the resolver. */
export function presentAnswer(answer: ResolveAnswer) {
	const { ref, mci, revision, release, digest, cloud, image, reasons, warnings } = answer;
	const { instanceType, kernel, ramdisk, userData } = answer;
	return {
		ref,
		cloud,
		image,
		instanceType,
		kernel,
		ramdisk,
		userData,
		mci,
		revision,
		release,
		digest,
		reasons: [...reasons],
		warnings: [...warnings],
	};
}

/** The fault for a structured refusal. */
export function faultOf(refusal: ResolveRefusal): Fault {
	const because = refusal.because.map((one) => one.text).join("; ");
	const details = {
		ref: refusal.ref,
		cloud: refusal.cloud,
		revision: refusal.revision,
		because,
		reasons: refusal.because,
		instead: refusal.instead,
	};
	return fault(refusal.verdict === "refused" ? "resolve-refused" : "not-resolved", details);
}

/** The plain text answer: only the id. Throws `artifact-only`, since a file's URL is not an image id. */
export function presentId(answer: Pick<ResolveAnswer, "ref" | "cloud"> & { readonly image: ImageIdentity }): string {
	if (answer.image.kind === "artifact") {
		throw fault("artifact-only", {
			ref: answer.ref,
			cloud: answer.cloud,
			url: answer.image.uid,
			checksum: answer.image.checksum,
		});
	}
	return `${answer.image.uid}\n`;
}
