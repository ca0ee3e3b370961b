import { type RevisionStatus, revisionStatuses } from "../../../registry/components/revision-status.ts";
import type { Needs } from "../../../registry/needs.ts";
import type { StoredComponent, StoredRevision } from "../../../registry/stored.ts";

/** Adds the status of its newest commit to each component; of HEAD, if there is no commit. */
export async function withStatuses(
	needs: Needs,
	components: readonly StoredComponent[],
): Promise<(StoredComponent & { readonly status: RevisionStatus })[]> {
	const statuses = await revisionStatuses(
		needs,
		needs.store.read,
		components.map((component) => ({ component, number: component.current })),
	);
	return components.map((component, i) => ({ ...component, status: statuses[i] as RevisionStatus }));
}

/** Adds its status to each commit of a component. */
export async function withCommitStatuses(
	needs: Needs,
	component: StoredComponent,
	revisions: readonly StoredRevision[],
): Promise<{ readonly revision: StoredRevision; readonly status: RevisionStatus }[]> {
	const statuses = await revisionStatuses(
		needs,
		needs.store.read,
		revisions.map(({ number }) => ({ component, number })),
	);
	return revisions.map((revision, i) => ({ revision, status: statuses[i] as RevisionStatus }));
}

/** The statuses of a component's newest commit and of its HEAD. */
export async function headStatuses(
	needs: Needs,
	component: StoredComponent,
): Promise<{ readonly newest: RevisionStatus; readonly head: RevisionStatus }> {
	const [newest, head] = await revisionStatuses(needs, needs.store.read, [
		{ component, number: component.current },
		{ component, number: 0 },
	]);
	return { newest: newest as RevisionStatus, head: head as RevisionStatus };
}
