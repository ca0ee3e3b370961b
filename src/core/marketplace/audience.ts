/** The audience of a publication. Groups belong to the publishing account. */
export interface Audience {
	readonly everyone: boolean;
	/** Ids, sorted; empty when it is offered to everyone. */
	readonly groups: readonly number[];
}

/** An audience in canonical form. */
export function audienceOf(parts: { readonly everyone: boolean; readonly groups?: Iterable<number> }): Audience {
	return {
		everyone: parts.everyone,
		groups: parts.everyone ? [] : [...new Set(parts.groups ?? [])].sort((a, b) => a - b),
	};
}

/** The union of two audiences. */
export function joinAudiences(a: Audience, b: Audience): Audience {
	return audienceOf({ everyone: a.everyone || b.everyone, groups: [...a.groups, ...b.groups] });
}

/** True if `outer` includes everyone in `inner`, whoever joins a group later. */
export function isCovered(inner: Audience, outer: Audience): boolean {
	if (outer.everyone) return true;
	return !inner.everyone && inner.groups.every((group) => outer.groups.includes(group));
}

export function sameAudience(a: Audience, b: Audience): boolean {
	return isCovered(a, b) && isCovered(b, a);
}
