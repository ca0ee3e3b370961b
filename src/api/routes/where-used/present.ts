import type { WhereUsed } from "../../../registry/where-used/where-used.ts";
import { presentUsage } from "../images/present.ts";

/** Usages in an answer. */
export function presentWhereUsed({ mcis, templates, channels, servers, publications }: WhereUsed) {
	return {
		mcis: mcis.map(presentUsage),
		templates: [...templates],
		channels: [...channels],
		servers: [...servers],
		publications: [...publications],
	};
}
