import type { AvailableUpdate } from "../../../registry/updates/list-updates.ts";
import { presentChanges } from "../../schema.ts";

export function presentUpdate({ kind, component, part, from, to, changes, command }: AvailableUpdate) {
	return { kind, component, part, from, to, changes: presentChanges(changes), command };
}
