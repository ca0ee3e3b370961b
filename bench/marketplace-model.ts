import { createAccount } from "../src/registry/accounts/create-account.ts";
import { systemActor } from "../src/registry/accounts/prepare-registry.ts";
import type { Actor } from "../src/registry/actor.ts";
import { importPublication } from "../src/registry/imports/import-publication.ts";
import { subscribe } from "../src/registry/imports/subscribe.ts";
import { publishRevision } from "../src/registry/marketplace/publish-revision.ts";
import type { Needs } from "../src/registry/needs.ts";
import { importUpstream } from "../src/registry/upstreams/import-listing.ts";
import type { SqlRow } from "../src/storage/dialects/engine.ts";
import type { Listing } from "../src/upstreams/source.ts";
import { componentsOf } from "../test/components.ts";
import { cloudAt, generatedListing, lineName } from "./generated-listing.ts";
import type { BenchStore } from "./stores.ts";

export const modelLines = 20;
export const modelClouds = 10;
export const modelPublisher = "Model Images";

/** Rows as the use cases wrote them. The rows of a large registry are copies of these. */
export interface Model {
	readonly publisher: Actor;
	readonly clouds: readonly SqlRow[];
	readonly images: readonly SqlRow[];
	/** By line number. */
	readonly lines: readonly ModelLine[];
	readonly subscription: SqlRow;
	readonly publisherRow: SqlRow;
}

export interface ModelLine {
	readonly name: string;
	readonly own: CopiedComponent;
	/** The component after its revision 1 or 2 was imported. */
	readonly imported: Readonly<Record<1 | 2, CopiedComponent & { readonly import: SqlRow }>>;
	readonly publications: readonly {
		readonly row: SqlRow;
		readonly clouds: readonly SqlRow[];
		readonly categories: readonly SqlRow[];
	}[];
}

/** A component with all its rows. Image ids of an imported one belong to its account, see `uidOfImage`. */
export interface CopiedComponent {
	readonly row: SqlRow;
	readonly revisions: readonly SqlRow[];
	/** `uid` is the image's uid. */
	readonly settings: readonly SqlRow[];
}

/**
 * Creates an account that publishes 20 MCIs with two commits and two clouds each, and two accounts that import them,
 * all through the use cases; then reads the rows they wrote.
 */
export async function makeModel({ engine }: BenchStore, needs: Needs, operator: Actor): Promise<Model> {
	const account = (name: string) => createdAccount(needs, operator, name);
	const [publisher, first, second] = [
		await account("model"),
		await account("model-taker-1"),
		await account("model-taker-2"),
	];
	await importUpstream(needs, publisher, { format: "bench", from: "bench", listing: listingOfFewClouds() });
	for (let line = 0; line < modelLines; line++) {
		for (const number of [1, 2]) {
			await publishRevision(needs, publisher, {
				kind: "mci",
				ref: `${lineName(line)}@${number}`,
				to: { everyone: true, groups: [] },
				publisher: modelPublisher,
				short: "Hardened and patched each month",
				description: "A base image with the agents that our fleet needs.",
				categories: ["base", line % 2 === 0 ? "web" : "database"],
			});
		}
		await importPublication(needs, first, { ref: `${modelPublisher}/${lineName(line)}@1` });
		await importPublication(needs, second, { ref: `${modelPublisher}/${lineName(line)}@2` });
	}
	await subscribe(needs, first, { ref: `${modelPublisher}/${lineName(0)}`, mode: "offer" });
	const all = async (table: string, column: string, value: number) =>
		(await engine.query(`select * from ${table} where ${column} = ?`, [value])).map((row) => ({ ...row }));
	const copied = async (accountId: number, name: string): Promise<CopiedComponent> => {
		const [row] = await engine.query("select * from components where account_id = ? and name = ?", [accountId, name]);
		if (!row) throw new Error(`there is no ${name}`);
		const settings = await engine.query(
			"select s.*, i.uid from settings s join images i on i.id = s.image_id where s.mci_id = ?",
			[Number(row.id)],
		);
		return { row, revisions: await all("revisions", "component_id", Number(row.id)), settings };
	};
	const imported = async (accountId: number, name: string) => {
		const component = await copied(accountId, name);
		const [taken] = await all("imports", "component_id", Number(component.row.id));
		if (!taken) throw new Error(`${name} is not imported`);
		return { ...component, import: taken };
	};
	const lines: ModelLine[] = [];
	for (let line = 0; line < modelLines; line++) {
		const name = lineName(line);
		const own = await copied(publisher.accountId, name);
		const publications = [];
		for (const row of await all("publications", "component_id", Number(own.row.id))) {
			const parts = (table: string) => all(table, "publication_id", Number(row.id));
			publications.push({
				row,
				clouds: await parts("publication_clouds"),
				categories: await parts("publication_categories"),
			});
		}
		const takers = { 1: await imported(first.accountId, name), 2: await imported(second.accountId, name) };
		lines.push({
			name,
			own,
			imported: takers,
			publications: publications.sort((a, b) => Number(a.row.number) - Number(b.row.number)),
		});
	}
	const [[subscription], [publisherRow]] = [
		await all("subscriptions", "account_id", first.accountId),
		await all("publishers", "account_id", publisher.accountId),
	];
	if (!subscription || !publisherRow) throw new Error("the model is not whole");
	const [clouds, images] = [
		await all("clouds", "account_id", publisher.accountId),
		await all("images", "account_id", publisher.accountId),
	];
	return { publisher, clouds, images, lines, subscription, publisherRow };
}

/** Each line in two of ten clouds, so that filtering by cloud is worthwhile. */
function listingOfFewClouds(): Listing {
	const listing = generatedListing({ lines: modelLines, releases: 2, clouds: modelClouds });
	const lines = listing.lines.map((line, i) => {
		const places = new Set<string>([cloudAt(i % modelClouds).slug, cloudAt((i + 3) % modelClouds).slug]);
		return {
			...line,
			releases: line.releases.map((release) => ({
				...release,
				images: release.images.filter(({ cloud }) => places.has(cloud.slug)),
			})),
		};
	});
	return { ...listing, lines };
}

/** Creates an account and returns its local owner as the actor. */
export async function createdAccount(needs: Needs, operator: Actor, name: string): Promise<Actor> {
	return systemActor((await createAccount(needs, operator, { name })).account);
}

/** Creates and publishes a template that pins five MCIs of 20 clouds each; returns its publication. */
export async function publishTemplate(
	needs: Needs,
	operator: Actor,
): Promise<{ readonly publication: number; readonly publisher: Actor }> {
	const publisher = await createdAccount(needs, operator, "model-shapes");
	const listing = generatedListing({ lines: 5, releases: 1, clouds: 20 });
	await importUpstream(needs, publisher, { format: "bench", from: "bench", listing });
	const components = componentsOf(needs, publisher);
	await components.template("shop", { mcis: listing.lines.map(({ name }) => `${name}@1`) });
	await components.commit("template", "shop");
	const { publication } = await publishRevision(needs, publisher, {
		kind: "template",
		ref: "shop@1",
		to: { everyone: true, groups: [] },
		publisher: "Model Shapes",
		short: "A shop",
	});
	if (!publication) throw new Error("the template was not published");
	return { publication: publication.id, publisher };
}
