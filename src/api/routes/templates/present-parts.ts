import type { TemplateContent } from "../../../core/template/index.ts";
import type { Actor } from "../../../registry/actor.ts";
import type { CreatedHead } from "../../../registry/components/create-with-content.ts";
import { lineagesIn, namesOf } from "../../../registry/components/pinned-names.ts";
import { listTemplateParts, type PinnedRevision } from "../../../registry/templates/list-template-parts.ts";
import type { RouteNeeds } from "../../app.ts";
import { presentChanges } from "../../schema.ts";
import { presentRevisionStatus } from "../lifecycles/present.ts";

/** The parts of a template, with names, newest commits, clouds and the sources of inputs. */
export async function presentParts({ needs }: RouteNeeds, actor: Actor, content: TemplateContent) {
	const { mcis, scripts, inputs } = await listTemplateParts(needs, actor, content);
	const pinned = ({ lineage, revision, digest, name, latest, status }: PinnedRevision) => ({
		lineage,
		revision,
		digest,
		name,
		latest,
		status: status && presentRevisionStatus(status),
	});
	return {
		mcis: mcis.map((mci) => ({ ...pinned(mci), isDefault: mci.isDefault, clouds: [...mci.clouds] })),
		scripts: {
			boot: scripts.boot.map(pinned),
			operational: scripts.operational.map(pinned),
			decommission: scripts.decommission.map(pinned),
		},
		inputs: inputs.map((input) => ({ ...input, declaredBy: [...input.declaredBy] })),
	};
}

/** HEAD of a template after it was edited or created. */
export async function presentTemplate(routeNeeds: RouteNeeds, actor: Actor, edited: CreatedHead<"template">) {
	const { component, content, changes } = edited;
	return {
		name: content.name,
		headVersion: component?.headVersion ?? 0,
		description: content.description,
		tags: [...content.tags],
		...(await presentParts(routeNeeds, actor, content)),
		changes: presentChanges(changes),
		names: await namesOf(routeNeeds.needs.store.read, actor, lineagesIn(changes)),
	};
}
