import type { FeedFiles } from "../registry/needs.ts";

/** A feed's files, fetched from the host that was asked and from no other; the HTTP client is loaded with the first. */
export function feedFiles(allowPrivate: boolean): FeedFiles {
	return {
		fetch: async (url, { etag, lastModified, maxBytes, signal }) => {
			const { httpGet } = await import("../net/http-get.ts");
			const known = { etag: etag ?? undefined, lastModified: lastModified ?? undefined };
			const result = await httpGet(url, { ...known, maxBytes, allowPrivate, stayOnHost: true, signal });
			if (result.kind === "not-modified") return result;
			return {
				kind: "fetched",
				bytes: result.bytes,
				etag: result.etag ?? null,
				lastModified: result.lastModified ?? null,
			};
		},
	};
}
