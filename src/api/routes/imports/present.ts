import type { ImportDiff } from "../../../registry/imports/diff-update.ts";
import type { ImportedPublication } from "../../../registry/imports/import-publication.ts";
import type { ImportedComponent } from "../../../registry/imports/list-imports.ts";
import type { UpdatedImport } from "../../../registry/imports/update-import.ts";
import type { StoredPublicationView, StoredSubscription } from "../../../registry/stored.ts";
import { presentChanges } from "../../schema.ts";
import { presentSwap } from "../templates/swap-present.ts";

export function presentVisiblePublication({
	publicationId,
	publisher,
	kind,
	lineage,
	name,
	number,
	digest,
	state,
	publishedAt,
}: StoredPublicationView) {
	return { publication: publicationId, publisher, kind, lineage, name, number, digest, state, publishedAt };
}

export function presentReport({
	imported,
	alreadyThere,
	dormantClouds,
	renamed,
	warnings,
	offer,
}: ImportedPublication) {
	const shown = (list: ImportedPublication["imported"]) =>
		list.map(({ kind, lineage, name, publishedName, number, digest }) => ({
			kind,
			lineage,
			name,
			publishedName,
			number,
			digest,
		}));
	return {
		imported: shown(imported),
		alreadyThere: shown(alreadyThere),
		dormantClouds: [...dormantClouds],
		renamed: renamed.map(({ kind, lineage, name, publishedName }) => ({ kind, lineage, name, publishedName })),
		warnings: warnings.map(({ code, text }) => ({ code, text })),
		offer: presentVisiblePublication(offer),
	};
}

export function presentTaken({ swapped, ...report }: UpdatedImport) {
	return { ...presentReport(report), swapped: swapped && presentSwap(swapped) };
}

export function presentSubscription({ id, kind, lineage, name, mode, createdBy, createdAt }: StoredSubscription) {
	return { id, kind, lineage, name, mode, createdBy, createdAt };
}

export function presentImport({
	component,
	revisions,
	newest,
	subscription,
	update,
	feedUpdate,
	uses,
}: ImportedComponent) {
	const { kind, name, lineage, publisher, latest } = component;
	return {
		kind,
		name,
		lineage,
		publisher: publisher ?? "",
		latest,
		importedAt: newest.importedAt,
		importedBy: newest.importedBy,
		state: newest.state,
		subscription,
		update: update && presentVisiblePublication(update),
		feedUpdate,
		uses,
		revisions: revisions.map((one) => ({
			number: one.number,
			digest: one.digest,
			state: one.state,
			lifecycle: one.lifecycle,
			source: one.source,
			sourceRef: one.sourceRef,
			publication: one.publicationId,
			importedBy: one.importedBy,
			importedAt: one.importedAt,
		})),
	};
}

export function presentImportDiff({ found, from, to, changes, names }: ImportDiff) {
	return {
		name: found.component.name,
		from,
		to: presentVisiblePublication(to),
		changes: presentChanges(changes),
		names: { ...names },
	};
}
