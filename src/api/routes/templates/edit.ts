import { z } from "zod";
import { getRevision } from "../../../registry/components/get-component.ts";
import { replaceTemplate } from "../../../registry/templates/replace-template.ts";
import { expectedOrAbsent } from "../../absent-head.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { problems } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import { plainName } from "../components/plain-name.ts";
import { addInputs } from "./edit-inputs.ts";
import { addMcis } from "./edit-mcis.ts";
import { answer, edit, isDryRun, listed, path } from "./edit-request.ts";
import { EditedTemplateParts, PartsQuery, TemplateContentInput, TemplateParts } from "./edit-schema.ts";
import { addScripts } from "./edit-scripts.ts";
import { presentParts } from "./present-parts.ts";

/** Adds the routes that show and edit the parts of ServerTemplates. */
export function addTemplateEditRoutes(app: App, routeNeeds: RouteNeeds): void {
	addParts(app, routeNeeds);
	addWhole(app, routeNeeds);
	addMcis(app, routeNeeds);
	addScripts(app, routeNeeds);
	addInputs(app, routeNeeds);
}

function addParts(app: App, routeNeeds: RouteNeeds): void {
	app.get(
		`${path}/parts`,
		{
			// The names and newest commits of its parts can change.
			config: { access: "read", list: true },
			schema: {
				operationId: "getTemplateParts",
				tags: ["templates"],
				summary: "Show the parts of a revision",
				description:
					"MCIs with their newest commits and clouds, scripts, and inputs with the sources of their " + "values.",
				params: componentPath("template"),
				querystring: PartsQuery,
				response: { 200: TemplateParts, 304: z.null(), ...problems },
			},
		},
		async (request) => {
			const actor = actorOf(request);
			const ref = `${plainName("template", actor, request.params.name)}@${request.query.revision}`;
			const { component, number, content } = await getRevision(routeNeeds.needs, actor, { kind: "template", ref });
			const { description, tags } = content;
			return {
				name: component.name,
				number,
				description,
				tags: [...tags],
				...(await presentParts(routeNeeds, actor, content)),
			};
		},
	);
}

function addWhole(app: App, routeNeeds: RouteNeeds): void {
	app.put(
		`${path}/head`,
		{
			schema: {
				...edit,
				operationId: "replaceTemplateHead",
				summary: "Replace the content of HEAD",
				description: "Send `If-None-Match: *` instead of If-Match to create the template.",
				params: componentPath("template"),
				body: TemplateContentInput,
				response: { ...edit.response, 201: EditedTemplateParts },
			},
			bodyLimit: 32 * 1024 * 1024,
		},
		async (request, reply) => {
			const { name } = request.params;
			const { mcis, ...head } = request.body;
			const expected = expectedOrAbsent(request, name);
			const dryRun = isDryRun(request);
			const edited = await replaceTemplate(routeNeeds.needs, actorOf(request), {
				name,
				expected,
				dryRun,
				head: { ...head, mcis: mcis.map(listed) },
			});
			if (expected === "absent" && !dryRun)
				reply.code(201).header("location", `/v1/templates/${encodeURIComponent(name)}`);
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}
