import { componentsOf } from "../components.ts";
import { publicationsOf } from "../publications.ts";
import { newActor } from "../registries.ts";
import type { Api, Question } from "./start-api.ts";

const post = { method: "POST", who: "writer" } as const;
const read = { who: "reader", publicRead: false } as const;
const publication = "Offerer/offered@1";

/**
 * A request for every operation on imports, for the scene of `makeOffered`, ordered so that each finds what it needs.
 */
export const importOperations: Readonly<
	Record<
		string,
		Question & { readonly who: "reader" | "writer"; readonly status?: number; readonly publicRead?: boolean }
	>
> = {
	importPublication: { ...post, url: "/v1/marketplace/imports", body: { publication } },
	listImported: { ...read, url: "/v1/imported" },
	getImported: { ...read, url: "/v1/imported/mci/offered" },
	diffImported: { ...read, url: "/v1/imported/mci/offered/diff?to=2" },
	takeImported: { ...post, url: "/v1/imported/mci/offered/take", body: { to: 2 } },
	subscribe: { ...post, url: "/v1/subscriptions", body: { publication, mode: "offer" } },
	listSubscriptions: { ...read, url: "/v1/subscriptions" },
	unsubscribe: { ...post, method: "DELETE", url: "/v1/subscriptions/mci/offered" },
	swapMci: { ...post, url: "/v1/mcis/governed/swap", body: {} },
	swapScript: { ...post, url: "/v1/scripts/governed/swap", body: {} },
};

/** Creates another account, “Offerer”, that publishes two revisions of the MCI `offered` to everyone. */
export async function makeOffered({ registry }: Api): Promise<void> {
	const { needs } = registry;
	const publisher = await newActor(needs.store);
	await componentsOf(needs, publisher).history("offered", "offered-1", "offered-2");
	const market = publicationsOf(needs, publisher);
	await market.name("Offerer");
	await market.publish("mci", "offered@1");
	await market.publish("mci", "offered@2");
}
