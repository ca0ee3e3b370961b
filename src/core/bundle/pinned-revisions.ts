import type { ComponentContent } from "../component/content.ts";
import { type Pin, samePin } from "../component/pin.ts";
import { scriptSequences } from "../template/template-content.ts";

/**
 * The revisions that a content depends on, each once: a template's MCIs, then its scripts in the order of running.
 */
export function pinnedRevisions(content: ComponentContent): readonly Pin[] {
	if (!("mcis" in content)) return [];
	const pins = [...content.mcis, ...scriptSequences.flatMap((sequence) => content.scripts[sequence])];
	return pins.filter((pin, i) => pins.findIndex((other) => samePin(pin, other)) === i);
}
