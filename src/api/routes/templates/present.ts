import type { Pin } from "../../../core/component/index.ts";
import type { TemplateContent } from "../../../core/template/index.ts";
import type { Actor } from "../../../registry/actor.ts";
import { listPinned } from "../../../registry/components/template-pins.ts";
import { pinStatuses } from "../../../registry/templates/list-template-parts.ts";
import type { RouteNeeds } from "../../app.ts";
import { presentRevisionStatus } from "../lifecycles/present.ts";

/** The content of a template, with the names of its pins. */
export async function presentTemplateContent({ needs }: RouteNeeds, actor: Actor, content: TemplateContent) {
	const pinned = await listPinned(needs.store.read, actor, [content]);
	const statusOf = await pinStatuses(needs, pinned, content);
	const named = (pin: Pin) => {
		const { lineage, revision, digest } = pin;
		const status = statusOf(pin);
		const name = pinned.get(lineage)?.name ?? null;
		return { lineage, revision, digest, name, status: status && presentRevisionStatus(status) };
	};
	const { boot, operational, decommission } = content.scripts;
	return {
		mcis: content.mcis.map(named),
		defaultMci: content.defaultMci,
		scripts: { boot: boot.map(named), operational: operational.map(named), decommission: decommission.map(named) },
		inputs: { ...content.inputs },
	};
}
