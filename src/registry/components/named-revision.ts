import type { ComponentRevision } from "./get-component.ts";

/** A revision by its component's name. */
export interface NamedRevision {
	readonly name: string;
	/** 0 is HEAD. */
	readonly number: number;
	readonly digest: string;
}

export function namedRevision({ component, number, digest }: ComponentRevision): NamedRevision {
	return { name: component.name, number, digest };
}
