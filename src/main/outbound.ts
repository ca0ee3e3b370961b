import { isFault } from "../core/errors.ts";
import type { HttpPostOptions } from "../net/http-post.ts";
import type { Outbound } from "../registry/needs.ts";

/** Outgoing requests to addresses that accounts chose, within the allowed reach. Loaded at the first request. */
export function outbound(reach: Pick<HttpPostOptions, "allowPrivate" | "timeoutMs">): Outbound {
	return {
		refusalOf: async (url) => {
			const { checkedTarget } = await import("../net/checked-target.ts");
			try {
				checkedTarget(url, reach);
				return null;
			} catch (error) {
				if (isFault(error)) return String(error.details.problem);
				throw error;
			}
		},
		post: async (url, { headers, body, signal }) => {
			const { httpPost } = await import("../net/http-post.ts");
			return httpPost(url, { ...reach, headers, body, signal });
		},
	};
}
