import type { ScriptContent } from "../../core/script/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";
import { headContent, headNumber, revisionContent } from "./component-content.ts";

/** A component and the number of one of its revisions; 0 is HEAD. */
export interface RevisionOf {
	readonly component: StoredComponent;
	readonly number: number;
}

/** The clouds in an MCI revision's map, sorted, without dormant ones. */
export async function cloudsOf(reads: Reads, { component, number }: RevisionOf): Promise<string[]> {
	const found = await reads.settings.listClouds([
		{ mciId: component.id, number: number === 0 ? headNumber(component) : number },
	]);
	return found.map(({ cloud }) => cloud);
}

/** The content of a script revision. */
export async function scriptContentOf(reads: Reads, { component, number }: RevisionOf): Promise<ScriptContent> {
	const revision = number === 0 ? undefined : await reads.revisions.find(component.id, number);
	return revision ? revisionContent(reads, "script", revision) : headContent(reads, "script", component);
}
