import fastifySwagger from "@fastify/swagger";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import type { App } from "../app.ts";
import { pagePolicy } from "../security-headers.ts";
import { examplesOf, type OperationExample } from "./operation-examples.ts";
import { tags } from "./tags.ts";
import { tidyOpenApi } from "./tidy.ts";

const about = `Maps one logical machine image to the real image in every cloud and region.

Send \`Authorization: Bearer <token>\` with every request, or [sign in](/sign-in) in the browser. If you belong to
several accounts, name one in the header \`MCI-Account\`; otherwise a session acts in the first of them. To change a
component, deployment or server, send \`If-Match\` with the ETag you read. Request bodies with unknown fields are
refused. Errors are problem+json (RFC 9457) with a stable \`code\`.`;

/** The examples of every documented body of an application. */
const examplesByApp = new WeakMap<App, OperationExample[]>();
/** The finished document of an application, written when it is first requested. */
const documents = new WeakMap<App, Record<string, unknown>>();

/** Documents all routes as OpenAPI 3.1 and serves the document at /openapi.json. Call it before routes are added. */
export async function addOpenApi(app: App, version: string): Promise<void> {
	const examples: OperationExample[] = [];
	examplesByApp.set(app, examples);
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
			tags: [...tags],
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
		transform: (route) => {
			if (!route.schema?.hide) examples.push(...examplesOf(route));
			return jsonSchemaTransform(route);
		},
		transformObject: jsonSchemaTransformObject,
	});
	app.get("/openapi.json", { config: { permission: "everyone" }, schema: { hide: true } }, (_request, reply) =>
		reply.send(describeApi(app)),
	);
}

/** The document of a ready application, as `openapi.json` holds it. It is made once. */
export function describeApi(app: App): Record<string, unknown> {
	const known = documents.get(app);
	if (known) return known;
	const generated = app.swagger();
	const document = tidyOpenApi(generated, examplesByApp.get(app) ?? []);
	documents.set(app, document);
	return document;
}

/** The examples of a ready application's bodies with the schemas of their routes. */
export function documentedExamples(app: App): readonly OperationExample[] {
	describeApi(app);
	return examplesByApp.get(app) ?? [];
}

/** Serves the document as a page at /docs, from files of this installation only. */
export async function addDocsPage(app: App): Promise<void> {
	const { default: fastifySwaggerUi } = await import("@fastify/swagger-ui");
	await app.register(async (page) => {
		page.addHook("onRoute", (route) => {
			route.config = { ...route.config, permission: "everyone" };
		});
		await page.register(fastifySwaggerUi, {
			routePrefix: "/docs",
			staticCSP: pagePolicy,
			transformSpecification: () => describeApi(app) as never,
			// No top bar: it shows another product's logo and a field that loads any address.
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
