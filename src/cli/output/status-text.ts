import type { LifecycleStatus, RevisionStatus } from "../../client/generated/registry.ts";
import { day } from "./format-time.ts";
import type { Output } from "./output.ts";
import { printField } from "./print-field.ts";

/** A status in one table cell: `revoked`, `deprecated, 2 images revoked`; empty for a plainly active one. */
export function statusCell(status: RevisionStatus | null): string {
	if (status === null) return "";
	const revoked = status.images.filter(({ state }) => state === "revoked").length;
	const deprecated = status.images.filter(({ state }) => state === "deprecated").length;
	return [
		...(status.state === "active" ? [] : [status.state]),
		...(revoked > 0 ? [`${countOf(revoked)} revoked`] : []),
		...(deprecated > 0 ? [`${countOf(deprecated)} deprecated`] : []),
	].join(", ");
}

/** A lifecycle in words: `revoked since 2026-03-01: CVE-2026-1; use web@4`. Null if it is active and stays so. */
export function statusText(status: LifecycleStatus): string | null {
	const { state, since, changesAt, reason, replacement } = status;
	const ahead = changesAt === null ? "" : `, changes on ${day(changesAt)}`;
	if (state === "active" && changesAt === null) return null;
	const why = reason === null ? "" : `: ${reason}`;
	const instead = replacement === null ? "" : `; use ${replacement}`;
	return `${state}${since === null ? "" : ` since ${day(since)}`}${ahead}${why}${instead}`;
}

/** Prints the status of a revision and of its images, a line for each that is not plainly active. */
export function printStatus(output: Output, status: RevisionStatus): void {
	const text = statusText(status);
	if (text !== null) printField(output, "⚠ status", text);
	for (const image of status.images) {
		const said = statusText(image);
		if (said !== null) printField(output, "⚠ image", `${image.uid} in ${image.cloud} is ${said}`);
	}
}

/** A table column for statuses, as a list of none or one: none if every row is plainly active. */
export function statusColumn<T extends { readonly status: RevisionStatus | null }>(
	rows: readonly T[],
): (readonly [header: string, cell: (row: T) => string])[] {
	return rows.some(({ status }) => statusCell(status) !== "")
		? [["state", ({ status }: T) => statusCell(status)] as const]
		: [];
}

function countOf(images: number): string {
	return images === 1 ? "1 image" : `${images} images`;
}
