import type { ComponentRevision } from "./get-component.ts";

/** A revision as people name it. */
export interface NamedRevision {
	readonly name: string;
	/** 0 is HEAD. */
	readonly number: number;
	readonly digest: string;
}

export function namedRevision({ component, number, digest }: ComponentRevision): NamedRevision {
	return { name: component.name, number, digest };
}
