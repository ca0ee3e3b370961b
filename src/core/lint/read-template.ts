import { samePin } from "../component/pin.ts";
import { type ScriptSequence, scriptSequences, type TemplateContent } from "../template/template-content.ts";
import type { PinnedMci, PinnedScript, TemplateSubject } from "./subjects.ts";

/** A template as rules see it: its pins joined with what they pin. */
export interface ReadTemplate {
	readonly content: TemplateContent;
	/** In the content's order. */
	readonly mcis: readonly ReadPin<PinnedMci>[];
	/** Sequence after sequence, in the order in which they run; each pinned revision once, where it stands first. */
	readonly scripts: readonly (ReadPin<PinnedScript> & { readonly sequence: ScriptSequence })[];
	readonly defaultMci: PinnedMci | null;
}

export interface ReadPin<Pinned> {
	readonly pinned: Pinned;
	readonly name: string;
	/** `mcis.<name>` or `scripts.<sequence>.<name>` */
	readonly place: string;
}

export function readTemplate({ content, mcis, scripts }: TemplateSubject): ReadTemplate {
	const seen = new Set<PinnedScript>();
	return {
		content,
		mcis: content.mcis.flatMap((pin) => {
			const pinned = mcis.find((one) => samePin(one.pin, pin));
			return pinned ? [{ pinned, name: pinned.name, place: `mcis.${pinned.name}` }] : [];
		}),
		scripts: scriptSequences.flatMap((sequence) =>
			content.scripts[sequence].flatMap((pin) => {
				const pinned = scripts.find((one) => samePin(one.pin, pin));
				if (!pinned || seen.has(pinned)) return [];
				seen.add(pinned);
				return [{ pinned, name: pinned.content.name, place: `scripts.${sequence}.${pinned.content.name}`, sequence }];
			}),
		),
		defaultMci: mcis.find(({ pin }) => pin.lineage === content.defaultMci) ?? null,
	};
}
