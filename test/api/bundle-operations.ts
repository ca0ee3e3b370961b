import type { Api, Question } from "./start-api.ts";

const key = `sha256:${"0f".repeat(32)}`;
const [oldKey, newKey] = [`sha256:${"1f".repeat(32)}`, `sha256:${"2f".repeat(32)}`];

/**
 * A request for every operation on bundles and feeds, for the scene of `makeFollowed` and the publications of
 * `makeShared`; no confirmation is asked for.
 */
export const bundleOperations: Readonly<
	Record<string, Question & { readonly who: "reader" | "writer" | "admin"; readonly status?: number }>
> = {
	ensureSigningKey: { method: "PUT", url: "/v1/signing-key", who: "admin" },
	rotateSigningKey: { method: "POST", url: "/v1/signing-key/rotate", who: "admin" },
	exportBundle: { method: "POST", url: "/v1/bundles/export", body: {}, who: "admin" },
	exportFeed: { method: "POST", url: "/v1/feed-exports", body: {}, who: "admin" },
	importBundle: { method: "POST", url: "/v1/bundles/import", body: { bundle: "{}", key }, who: "writer", status: 400 },
	listPublisherKeys: { url: "/v1/publisher-keys", who: "reader" },
	distrustKey: { method: "DELETE", url: `/v1/publisher-keys/${key}`, who: "writer", status: 204 },
	replacePublisherKey: {
		method: "POST",
		url: `/v1/publisher-keys/${oldKey}/replace`,
		body: { key: newKey },
		who: "writer",
	},
	listFeeds: { url: "/v1/feeds", who: "reader" },
	getFeed: { url: "/v1/feeds/acme", who: "reader" },
	addFeed: {
		method: "POST",
		url: "/v1/feeds",
		body: { name: "acme", url: "https://images.example.org/feed/" },
		who: "writer",
		status: 409,
	},
	syncFeed: { method: "POST", url: "/v1/feeds/acme/sync", who: "writer", status: 403 },
	importFromFeed: {
		method: "POST",
		url: "/v1/feeds/acme/import",
		body: { kind: "mci", name: "web" },
		who: "writer",
		status: 403,
	},
	editFeed: { method: "PATCH", url: "/v1/feeds/acme", body: { mode: "auto", everyMinutes: 60 }, who: "writer" },
	removeFeed: { method: "DELETE", url: "/v1/feeds/gone", who: "writer", status: 204 },
};

/** Follows the feeds `acme` and `gone` and trusts their key without a confirmation. */
export async function makeFollowed({ registry }: Pick<Api, "registry">): Promise<void> {
	const { needs, account } = registry;
	const at = needs.now();
	await needs.store.write(async (tx) => {
		const feed = {
			accountId: account.id,
			key,
			mode: "offer" as const,
			everyMinutes: null,
			createdBy: "test",
			createdAt: at,
		};
		for (const fingerprint of [key, oldKey]) {
			await tx.signingKeys.trust({
				accountId: account.id,
				fingerprint,
				publisher: "Acme",
				url: null,
				trustedBy: "test",
				trustedAt: at,
			});
		}
		for (const name of ["acme", "gone"])
			await tx.feeds.insert({ ...feed, name, url: `https://images.example.org/${name}/index.json` });
		tx.record({
			accountId: account.id,
			at,
			actor: "test",
			act: "feed.add",
			subjectKind: "feed",
			subjectId: null,
			subjectName: "acme",
			headVersion: null,
			before: null,
			after: null,
		});
	});
}
