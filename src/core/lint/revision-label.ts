import type { Pin } from "../component/pin.ts";

/** How a finding calls a pinned revision: `web@4`, `web@head`. */
export function revisionLabel(name: string, { revision }: Pin): string {
	return `${name}@${revision === 0 ? "head" : revision}`;
}
