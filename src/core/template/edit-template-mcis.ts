import { nearestText } from "../../base/nearest-text.ts";
import type { Pin } from "../component/pin.ts";
import { fault } from "../errors.ts";
import { revisionWord } from "../revision/revision-ref.ts";
import { type TemplateContent, templateContent } from "./template-content.ts";

/** Names of lineages, so that errors can name MCIs. A lineage that is missing here is shown as it is. */
export type LineageNames = ReadonlyMap<string, string>;

/**
 * Adds an MCI at the end of the list. The first becomes the default; a later one if requested. Throws
 * `template-mci-duplicate` if the template has a revision of it.
 */
export function addMci(
	content: TemplateContent,
	added: { readonly pin: Pin; readonly asDefault?: boolean | undefined },
	names: LineageNames,
): TemplateContent {
	assertAbsent(content, added.pin, names);
	const isDefault = added.asDefault === true || content.defaultMci === null;
	return templateContent({
		...content,
		mcis: [...content.mcis, added.pin],
		defaultMci: isDefault ? added.pin.lineage : content.defaultMci,
	});
}

/**
 * Removes an MCI. Throws `template-mci-absent`, `template-mci-last` for the only one, `template-default-removed` for
 * the default.
 */
export function removeMci(content: TemplateContent, lineage: string, names: LineageNames): TemplateContent {
	assertPresent(content, lineage, names);
	const told = { name: content.name, mci: nameOf(lineage, names) };
	if (content.mcis.length === 1) throw fault("template-mci-last", told);
	if (content.defaultMci === lineage) throw fault("template-default-removed", told);
	return templateContent({ ...content, mcis: content.mcis.filter((pin) => pin.lineage !== lineage) });
}

/**
 * Replaces an MCI by another revision of it or by another MCI; a default stays the default. Throws
 * `template-mci-absent`, and `template-mci-duplicate` if the new one is elsewhere in the list.
 */
export function swapMci(
	content: TemplateContent,
	swap: { readonly lineage: string; readonly pin: Pin },
	names: LineageNames,
): TemplateContent {
	const { lineage, pin } = swap;
	assertPresent(content, lineage, names);
	if (pin.lineage !== lineage) assertAbsent(content, pin, names);
	return templateContent({
		...content,
		mcis: content.mcis.map((one) => (one.lineage === lineage ? pin : one)),
		defaultMci: content.defaultMci === lineage ? pin.lineage : content.defaultMci,
	});
}

/** Makes one of the MCIs the default. Throws `template-mci-absent`. */
export function setDefaultMci(content: TemplateContent, lineage: string, names: LineageNames): TemplateContent {
	assertPresent(content, lineage, names);
	return templateContent({ ...content, defaultMci: lineage });
}

/**
 * Replaces all MCIs, in this order. If no default is given, the current default stays if it is in the list, and a
 * single MCI becomes the default. Throws `template-mci-duplicate`; `template-default-missing`; `template-mci-last` for
 * an empty list if the template has MCIs.
 */
export function setMcis(
	content: TemplateContent,
	list: { readonly mcis: readonly Pin[]; readonly defaultMci?: string | undefined },
	names: LineageNames,
): TemplateContent {
	const { mcis } = list;
	const [first] = mcis;
	if (!first && content.defaultMci !== null)
		throw fault("template-mci-last", { name: content.name, mci: nameOf(content.defaultMci, names) });
	mcis.forEach((pin, i) => {
		const twin = mcis.slice(0, i).find((one) => one.lineage === pin.lineage);
		if (twin) throw duplicate(content, { there: twin, pin }, names);
	});
	const has = (lineage: string | null | undefined) => mcis.some((pin) => pin.lineage === lineage);
	const kept = has(content.defaultMci) ? content.defaultMci : mcis.length === 1 ? first?.lineage : null;
	const defaultMci = list.defaultMci ?? kept ?? null;
	if (first && !has(defaultMci)) {
		const problem =
			defaultMci === null ? "no MCI is marked as the default" : `“${nameOf(defaultMci, names)}” is not one of its MCIs`;
		throw fault("template-default-missing", {
			name: content.name,
			problem,
			mcis: mcis.map((pin) => nameOf(pin.lineage, names)),
		});
	}
	return templateContent({ ...content, mcis, defaultMci });
}

function assertAbsent(content: TemplateContent, pin: Pin, names: LineageNames): void {
	const there = content.mcis.find(({ lineage }) => lineage === pin.lineage);
	if (there) throw duplicate(content, { there, pin }, names);
}

function duplicate(
	{ name }: TemplateContent,
	twins: { readonly there: Pin; readonly pin: Pin },
	names: LineageNames,
): Error {
	const { there, pin } = twins;
	return fault("template-mci-duplicate", {
		name,
		mci: nameOf(pin.lineage, names),
		at: revisionWord(there.revision),
		and: revisionWord(pin.revision),
		lineage: pin.lineage,
	});
}

function assertPresent(content: TemplateContent, lineage: string, names: LineageNames): void {
	if (content.mcis.some((pin) => pin.lineage === lineage)) return;
	throw mciAbsent(content, nameOf(lineage, names), names);
}

/** The fault that an MCI is not on a template; lists the template's MCIs, the most similar name first. */
export function mciAbsent({ name, mcis }: TemplateContent, mci: string, names: LineageNames): Error {
	const there = mcis.map((pin) => nameOf(pin.lineage, names));
	return fault("template-mci-absent", { name, mci, mcis: there, near: nearestText(mci, there, 3) });
}

function nameOf(lineage: string, names: LineageNames): string {
	return names.get(lineage) ?? lineage;
}
