import { z } from "zod";
import { exportBundle } from "../../../registry/bundles/export-bundle.ts";
import { importBundle } from "../../../registry/bundles/import-bundle.ts";
import { distrustKey, listPublisherKeys, replacePublisherKey } from "../../../registry/bundles/publisher-keys.ts";
import { getSigningKey, rotateSigningKey } from "../../../registry/bundles/signing-keys.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { Problem, problems } from "../../schema.ts";
import { presentNews, presentPublication, presentTaken } from "./present.ts";
import {
	BundleImport,
	BundleImported,
	ExportedBundle,
	KeyReplacement,
	NewBundle,
	PublisherKey,
	PublisherKeyPath,
	ReplacedKey,
	RotatedKey,
	SigningKey,
} from "./schema.ts";

/** A bundle has up to 64 MiB, most of it quotes, which JSON escapes again. */
const uploadLimit = 160 * 1024 * 1024;

export function addBundleRoutes(app: App, routeNeeds: RouteNeeds): void {
	addEnsureSigningKey(app, routeNeeds);
	addRotateSigningKey(app, routeNeeds);
	addExportBundle(app, routeNeeds);
	addImportBundle(app, routeNeeds);
	addListPublisherKeys(app, routeNeeds);
	addReplacePublisherKey(app, routeNeeds);
	addDistrustKey(app, routeNeeds);
}

function addEnsureSigningKey(app: App, { needs }: RouteNeeds): void {
	app.put(
		"/v1/signing-key",
		{
			schema: {
				operationId: "ensureSigningKey",
				tags: ["bundles"],
				summary: "Show the account's signing key; create it if there is none",
				description: "Idempotent. Only the public part of the key is returned.",
				response: { 200: SigningKey, ...problems },
			},
		},
		(request) => getSigningKey(needs, actorOf(request)),
	);
}

function addRotateSigningKey(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/signing-key/rotate",
		{
			schema: {
				operationId: "rotateSigningKey",
				tags: ["bundles"],
				summary: "Replace the account's signing key",
				description: "The old key is deleted. Everyone who trusts it must replace it with the new one.",
				response: { 200: RotatedKey, ...problems },
			},
		},
		(request) => rotateSigningKey(needs, actorOf(request)),
	);
}

function addExportBundle(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/bundles/export",
		{
			schema: {
				operationId: "exportBundle",
				tags: ["bundles"],
				summary: "Export publications as a signed file",
				description: "Includes all dependencies. docs/bundles.md describes the file format.",
				body: NewBundle,
				response: { 200: ExportedBundle, ...problems },
			},
		},
		async (request) => {
			const names =
				request.body.publications?.map(({ kind, name, number }) => ({ kind, name, number: number ?? null })) ?? null;
			const { digest, size, key, publications, text } = await exportBundle(needs, actorOf(request), names);
			return { digest, size, key, publications: publications.map(presentPublication), bundle: text };
		},
	);
}

function addImportBundle(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/bundles/import",
		{
			schema: {
				operationId: "importBundle",
				tags: ["bundles"],
				summary: "Verify a bundle and import its publications",
				description:
					"Imports everything in one transaction, or nothing. Up to 64 MiB. With `dryRun` in the body, " +
					"only reports the result.",
				body: BundleImport,
				response: { 200: BundleImported, ...problems, 409: Problem, 413: Problem },
			},
			bodyLimit: uploadLimit,
		},
		async (request) => {
			const { bundle, key, names, dryRun } = request.body;
			const done = await importBundle(needs, actorOf(request), {
				text: bundle,
				key,
				names: names && new Map(Object.entries(names)),
				dryRun: dryRun,
			});
			return {
				digest: done.digest,
				publisher: done.publisher,
				createdAt: done.created,
				isNewKey: done.isNewKey,
				publications: done.publications.map(presentPublication),
				leftOut: [...done.leftOut],
				report: presentTaken(done.report),
				lifecycles: done.lifecycles.map(presentNews),
			};
		},
	);
}

function addListPublisherKeys(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/publisher-keys",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "listPublisherKeys",
				tags: ["bundles"],
				summary: "List the publisher keys that the account trusts",
				response: { 200: z.object({ items: z.array(PublisherKey) }), ...problems },
			},
		},
		async (request) => ({
			items: (await listPublisherKeys(needs, actorOf(request))).map(
				({ fingerprint, publisher, url, trustedBy, trustedAt }) => {
					return { fingerprint, publisher, url, trustedBy, trustedAt };
				},
			),
		}),
	);
}

function addReplacePublisherKey(app: App, { needs }: RouteNeeds): void {
	app.post(
		"/v1/publisher-keys/:fingerprint/replace",
		{
			schema: {
				operationId: "replacePublisherKey",
				tags: ["bundles"],
				summary: "Trust a publisher's new key instead of this one",
				description:
					"Lineages imported with the old key are continued by the new key only, and its feeds are " + "read again.",
				params: PublisherKeyPath,
				body: KeyReplacement,
				response: { 200: ReplacedKey, ...problems, 409: Problem },
			},
		},
		(request) =>
			replacePublisherKey(needs, actorOf(request), { from: request.params.fingerprint, to: request.body.key }),
	);
}

function addDistrustKey(app: App, { needs }: RouteNeeds): void {
	app.delete(
		"/v1/publisher-keys/:fingerprint",
		{
			schema: {
				operationId: "distrustKey",
				tags: ["bundles"],
				summary: "Stop trusting a publisher's key",
				description: "Imported revisions stay. New bundles and feeds signed with the key are refused.",
				params: PublisherKeyPath,
				response: { 204: z.undefined(), ...problems },
			},
		},
		async (request, reply) => {
			await distrustKey(needs, actorOf(request), request.params.fingerprint);
			return reply.code(204).send(undefined);
		},
	);
}
