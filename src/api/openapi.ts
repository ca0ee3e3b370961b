import fastifySwagger from "@fastify/swagger";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import type { App } from "./app.ts";
import { pagePolicy } from "./security-headers.ts";
import { tidyOpenApi } from "./tidy-openapi.ts";

const about = `The registry that maps one logical machine image to the real image in every cloud and region.

Send \`Authorization: Bearer <token>\` with every request, or [sign in](/sign-in) in the browser; with a session, the header \`MCI-Account\` names the
account that is meant, if you are in several. A change of a MultiCloud Image carries \`If-Match\` with the ETag of the HEAD it was
made on. A body with a field that an operation does not know is refused. Errors are problem+json (RFC 9457) with a stable \`code\`.`;

/** Describes all routes as OpenAPI 3.1 and serves it at /openapi.json. Routes must be added after it. */
export async function addOpenApi(app: App, version: string): Promise<void> {
	await app.register(fastifySwagger, {
		openapi: {
			openapi: "3.1.0",
			info: {
				title: "Multicloud Images",
				version,
				description: about,
				license: { name: "Apache-2.0", identifier: "Apache-2.0" },
			},
			servers: [{ url: "/" }],
			tags: [
				{ name: "resolve", description: "Which image, here, now?" },
				{ name: "mcis", description: "MultiCloud Images and their HEAD" },
				{ name: "templates", description: "ServerTemplates and their HEAD" },
				{ name: "scripts", description: "Scripts and their HEAD" },
				{ name: "revisions", description: "Commits" },
				{ name: "deployments", description: "Servers that belong together" },
				{ name: "servers", description: "What is configured by template + cloud, and the answer it was given" },
				{ name: "channels", description: "Named pointers to revisions, with their history" },
				{ name: "lifecycles", description: "What is deprecated or revoked, and what that touches" },
				{ name: "updates", description: "What is newer than what is used" },
				{ name: "lint", description: "Best practices, checked" },
				{ name: "images", description: "The catalogue of images" },
				{ name: "clouds", description: "Places with image ids of their own" },
				{ name: "upstreams", description: "Published lists and their import" },
				{ name: "tokens", description: "What programs, and people on the command line, show who they are with" },
				{ name: "accounts", description: "Tenants, of which nobody else sees anything" },
				{ name: "members", description: "What people are in an account" },
				{ name: "users", description: "People who sign in, and their passwords" },
				{ name: "sessions", description: "Where they are signed in" },
				{ name: "sign-in", description: "OpenID providers that people sign in with, and what their groups give" },
				{
					name: "workloads",
					description: "CI jobs and the like, which exchange their identity token for a short-lived one",
				},
				{ name: "notifications", description: "What the account was told" },
				{ name: "webhooks", description: "Addresses that are sent what the account is told, signed" },
				{ name: "audit", description: "Who did what, when, and what it changed" },
				{ name: "service", description: "The registry itself" },
			],
			components: {
				securitySchemes: {
					token: { type: "http", scheme: "bearer" },
					session: {
						type: "apiKey",
						in: "cookie",
						name: "mci-session",
						description: "Set by signing in; `__Host-mci-session` over https.",
					},
				},
			},
			security: [{ token: [] }, { session: [] }],
		},
		transform: jsonSchemaTransform,
		transformObject: jsonSchemaTransformObject,
	});
	app.get("/openapi.json", { config: { permission: "everyone" }, schema: { hide: true } }, (_request, reply) =>
		reply.send(describeApi(app)),
	);
}

/** The description of a ready application, as `openapi.json` holds it. */
export function describeApi(app: App): Record<string, unknown> {
	return tidyOpenApi(app.swagger());
}

/** The description as a page at /docs, from files of this installation alone. */
export async function addDocsPage(app: App): Promise<void> {
	const { default: fastifySwaggerUi } = await import("@fastify/swagger-ui");
	await app.register(async (page) => {
		page.addHook("onRoute", (route) => {
			route.config = { ...route.config, permission: "everyone" };
		});
		await page.register(fastifySwaggerUi, {
			routePrefix: "/docs",
			staticCSP: pagePolicy,
			transformSpecification: (document) => tidyOpenApi(document) as typeof document,
			// Without the top bar: it has another product's mark, and a field that loads any address.
			uiConfig: {
				layout: "BaseLayout",
				persistAuthorization: true,
				docExpansion: "list",
				tryItOutEnabled: true,
				filter: true,
			},
			theme: { title: "Multicloud Images API" },
		});
	});
}
