import { compareText } from "../../base/compare-text.ts";
import { type ComponentFields, componentFields } from "../component/component-fields.ts";
import type { Pin } from "../component/pin.ts";
import { fault } from "../errors.ts";
import { revisionWord } from "../revision/revision-ref.ts";
import { checkInputName, checkInputValue } from "../script/script-content.ts";

/** When a template's scripts run: at boot, on request, before a server ends. */
export const scriptSequences = ["boot", "operational", "decommission"] as const;
export type ScriptSequence = (typeof scriptSequences)[number];

/** The content of one revision of a ServerTemplate. */
export interface TemplateContent extends ComponentFields {
	/** In the author's order; each lineage once. */
	readonly mcis: readonly Pin[];
	/** Lineage of the default MCI: one of `mcis`; null only if there are no MCIs. */
	readonly defaultMci: string | null;
	/** For each sequence, in running order; a script can be in several, and more than once. */
	readonly scripts: Readonly<Record<ScriptSequence, readonly Pin[]>>;
	/** Values of scripts' inputs, by name in order. */
	readonly inputs: Readonly<Record<string, string>>;
}

export const noScripts: TemplateContent["scripts"] = { boot: [], operational: [], decommission: [] };

const mciLimit = 200;
const scriptLimit = 200;
const inputLimit = 1000;

/**
 * Content in canonical order. Throws `component-name-invalid`, `component-invalid`, `template-mci-duplicate` for a
 * lineage given twice, and `template-default-missing` if there are MCIs and no default, or one that is not in the list.
 */
export function templateContent(parts: {
	name: string;
	description?: string | undefined;
	tags?: Iterable<string> | undefined;
	mcis?: Iterable<Pin> | undefined;
	defaultMci?: string | null | undefined;
	scripts?: Partial<TemplateContent["scripts"]> | undefined;
	inputs?: Readonly<Record<string, string>> | undefined;
}): TemplateContent {
	const words = componentFields(parts);
	const wrong = (problem: string) => fault("component-invalid", { name: words.name, problem });
	const mcis = [...(parts.mcis ?? [])].map(plainPin);
	if (mcis.length > mciLimit) throw wrong(`it has more than ${mciLimit} MCIs`);
	const lineages = new Map<string, Pin>();
	for (const pin of mcis) {
		const { lineage } = pin;
		const there = lineages.get(lineage);
		// Edits name the MCI; this is for a list that was never edited.
		if (there)
			throw fault("template-mci-duplicate", {
				name: words.name,
				mci: lineage,
				at: revisionWord(there.revision),
				and: revisionWord(pin.revision),
				lineage,
			});
		lineages.set(lineage, pin);
	}
	const defaultMci = parts.defaultMci ?? null;
	if (defaultMci === null ? mcis.length > 0 : !lineages.has(defaultMci)) {
		const problem = defaultMci === null ? "no MCI is marked as the default" : `“${defaultMci}” is not one of its MCIs`;
		throw fault("template-default-missing", { name: words.name, problem });
	}
	const scripts = { ...noScripts, ...parts.scripts };
	for (const sequence of scriptSequences) {
		if (scripts[sequence].length > scriptLimit) throw wrong(`it has more than ${scriptLimit} ${sequence} scripts`);
	}
	const names = Object.keys(parts.inputs ?? {}).sort(compareText);
	if (names.length > inputLimit) throw wrong(`it has more than ${inputLimit} inputs`);
	const inputs = names.map((name) => {
		const value = parts.inputs?.[name] ?? "";
		checkInputName(words.name, name);
		checkInputValue(words.name, name, value);
		return [name, value] as const;
	});
	return {
		...words,
		mcis,
		defaultMci,
		scripts: {
			boot: scripts.boot.map(plainPin),
			operational: scripts.operational.map(plainPin),
			decommission: scripts.decommission.map(plainPin),
		},
		inputs: Object.fromEntries(inputs),
	};
}

function plainPin({ lineage, revision, digest }: Pin): Pin {
	return { lineage, revision, digest };
}
