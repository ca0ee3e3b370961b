import type { AvailableUpdate } from "../../../registry/updates/list-updates.ts";
import { presentChanges } from "../../schema.ts";
import { presentRevisionStatus } from "../lifecycles/present.ts";

export function presentUpdate({ kind, component, part, from, to, changes, command }: AvailableUpdate) {
	const used = { ...from, status: presentRevisionStatus(from.status) };
	return { kind, component, part, from: used, to, changes: presentChanges(changes), command };
}
