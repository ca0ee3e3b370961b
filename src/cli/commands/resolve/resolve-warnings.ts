import type { Resolved } from "../../../client/generated/registry.ts";
import type { Session } from "../../connection/session.ts";

/** Prints an answer's warnings to standard error. */
export function tellWarnings({ output }: Session, resolved: Pick<Resolved, "warnings">): void {
	for (const { code, text } of resolved.warnings)
		if (code !== "artifact-needs-upload") output.note(`mci: warning: ${text} [${code}]`);
}
