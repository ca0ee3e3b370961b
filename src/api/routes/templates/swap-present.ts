import type { SwapReport } from "../../../registry/templates/swap-pins.ts";
import { presentChanges } from "../../schema.ts";

export function presentSwap({ to, templates, imported }: SwapReport) {
	return {
		to,
		templates: templates.map(({ name, from, changes, revision, servers, problem }) => ({
			name,
			from: [...from],
			changes: presentChanges(changes),
			revision,
			servers: [...servers],
			problem,
		})),
		imported: [...imported],
	};
}
