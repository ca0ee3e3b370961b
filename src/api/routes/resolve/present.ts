import { type Fault, fault } from "../../../core/errors.ts";
import type { ImageIdentity } from "../../../core/image/index.ts";
import type { ResolveAnswer, ResolveRefusal } from "../../../registry/resolve/resolve-image.ts";

/** The answer as the API shows it. */
export function presentAnswer(answer: ResolveAnswer) {
	const { ref, mci, revision, digest, cloud, image, instanceType, kernel, ramdisk, userData, reasons, warnings } =
		answer;
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
		digest,
		reasons: [...reasons],
		warnings: [...warnings],
	};
}

/** A structured "no" as the fault that the edge translates. */
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

/** What a shell gets: the id and nothing else. Throws `artifact-only`, since a file's URL is no image id. */
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
