import type { Lifecycle, LifecycleStatus } from "../../../core/component/index.ts";
import type { RevisionStatus } from "../../../registry/components/revision-status.ts";
import type { Impact } from "../../../registry/lifecycles/list-impact.ts";
import type { CommitLifecycle } from "../../../registry/lifecycles/list-lifecycles.ts";
import type { LifecycleOutcome } from "../../../registry/lifecycles/set-lifecycle.ts";

/** A lifecycle without the other fields of its row. */
export function presentLifecycle({ deprecatedAt, revokedAt, reason, replacement }: Lifecycle) {
	return { deprecatedAt, revokedAt, reason, replacement };
}

/** A status without the other fields that it may come with. */
export function presentStatus({ state, since, changesAt, reason, replacement }: LifecycleStatus) {
	return { state, since, changesAt, reason, replacement };
}

export function presentRevisionStatus(status: RevisionStatus) {
	return {
		...presentStatus(status),
		images: status.images.map((image) => ({ cloud: image.cloud, uid: image.uid, ...presentStatus(image) })),
	};
}

export function presentImpact({ digest, commits, templateHeads, channels, servers, publications, accounts }: Impact) {
	return {
		digest,
		commits: [...commits],
		templateHeads: [...templateHeads],
		channels: [...channels],
		servers: [...servers],
		publications: [...publications],
		accounts: [...accounts],
	};
}

export function presentOutcome({ name, number, state, lifecycle, impact, changed }: LifecycleOutcome) {
	return {
		name,
		number,
		state,
		lifecycle: presentLifecycle(lifecycle),
		impact: presentImpact(impact),
		changed: [...changed],
	};
}

export function presentCommit(said: CommitLifecycle) {
	return { number: said.number, state: said.state, lifecycle: presentLifecycle(said), changesAt: said.changesAt };
}
