import { type LifecycleStatus, lifecycleStatus } from "../../core/component/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";
import type { Needs } from "../needs.ts";
import { headNumber } from "./component-content.ts";

/** Whether a revision may be used, and which of its images may not. */
export interface RevisionStatus extends LifecycleStatus {
	/** Images that this registry deprecated or revoked, now or from a date ahead, by cloud. */
	readonly images: readonly ImageStatus[];
}

export interface ImageStatus extends LifecycleStatus {
	readonly cloud: string;
	readonly uid: string;
}

/** A revision whose status is asked; 0 is HEAD. */
export interface StatusQuestion {
	readonly component: Pick<StoredComponent, "id" | "latest">;
	readonly number: number;
}

/**
 * The status of each of these revisions, in their order. Takes two queries, however many they are. HEAD itself is
 * always active; its images need not be.
 */
export async function revisionStatuses(
	needs: Pick<Needs, "now">,
	reads: Reads,
	questions: readonly StatusQuestion[],
): Promise<RevisionStatus[]> {
	const now = needs.now();
	const asked = new Map(questions.map((question) => [keyOf(rangeOf(question)), rangeOf(question)]));
	const lifecycles = new Map(
		(await reads.lifecycles.list([...new Set(questions.map(({ component }) => component.id))])).map((one) => [
			keyOf({ mciId: one.componentId, number: one.number }),
			one,
		]),
	);
	const images = new Map<string, ImageStatus[]>();
	for (const image of await reads.lifecycles.listWithdrawnImages([...asked.values()])) {
		const key = keyOf(image);
		const status = { cloud: image.cloud, uid: image.uid, ...lifecycleStatus(image, now) };
		images.set(key, [...(images.get(key) ?? []), status]);
	}
	return questions.map((question) => {
		const key = keyOf(rangeOf(question));
		const lifecycle = question.number === 0 ? null : (lifecycles.get(key) ?? null);
		return { ...lifecycleStatus(lifecycle, now), images: images.get(key) ?? [] };
	});
}

/** The status of one revision. */
export async function revisionStatus(
	needs: Pick<Needs, "now">,
	reads: Reads,
	question: StatusQuestion,
): Promise<RevisionStatus> {
	const [status] = await revisionStatuses(needs, reads, [question]);
	if (!status) throw new Error("one question has one answer");
	return status;
}

function rangeOf({ component, number }: StatusQuestion) {
	return { mciId: component.id, number: number === 0 ? headNumber(component) : number };
}

function keyOf({ mciId, number }: { readonly mciId: number; readonly number: number }): string {
	return `${mciId} ${number}`;
}
