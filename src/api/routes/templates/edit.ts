import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { CreatedHead } from "../../../registry/components/create-with-content.ts";
import { getRevision } from "../../../registry/components/get-component.ts";
import type { TemplateEdit } from "../../../registry/templates/edit-template.ts";
import { changeTemplateInputs, setTemplateInputs } from "../../../registry/templates/edit-template-inputs.ts";
import {
	addTemplateMci,
	removeTemplateMci,
	setTemplateDefault,
	setTemplateMcis,
	swapTemplateMci,
} from "../../../registry/templates/edit-template-mcis.ts";
import {
	addTemplateScript,
	moveTemplateScript,
	removeTemplateScript,
	setTemplateScripts,
	swapTemplateScript,
} from "../../../registry/templates/edit-template-scripts.ts";
import { replaceTemplate } from "../../../registry/templates/replace-template.ts";
import { expectedOrAbsent } from "../../absent-head.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { expectedHead, headTag } from "../../conditional.ts";
import { DryRun, IfMatch, problems, writeProblems } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import { plainName } from "../components/plain-name.ts";
import {
	EditedTemplateParts,
	NewTemplateMci,
	NewTemplateScript,
	PartsQuery,
	ScriptPosition,
	SequencePath,
	TemplateContentInput,
	TemplateDefault,
	TemplateInputChanges,
	TemplateInputs,
	TemplateMciList,
	TemplateMciPath,
	TemplateMciSwap,
	TemplateParts,
	TemplateScriptList,
	TemplateScriptMove,
	TemplateScriptPath,
	TemplateScriptSwap,
} from "./edit-schema.ts";
import { presentParts, presentTemplate } from "./present-parts.ts";

const path = "/v1/templates/:name";

/** The schema parts that all edits of a template's content have in common. */
const edit = {
	tags: ["templates"],
	headers: IfMatch,
	querystring: DryRun,
	response: { 200: EditedTemplateParts, ...writeProblems },
};

interface EditRequest {
	readonly params: { readonly name: string };
	readonly query: { readonly dryRun: "true" | "false" };
}

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
			const rehearsal = isRehearsal(request);
			const edited = await replaceTemplate(routeNeeds.needs, actorOf(request), {
				name,
				expected,
				rehearsal,
				head: { ...head, mcis: mcis.map(listed) },
			});
			if (expected === "absent" && !rehearsal)
				reply.code(201).header("location", `/v1/templates/${encodeURIComponent(name)}`);
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addMcis(app: App, routeNeeds: RouteNeeds): void {
	addSetTemplateMcis(app, routeNeeds);
	addAddTemplateMci(app, routeNeeds);
	addSwapTemplateMci(app, routeNeeds);
	addRemoveTemplateMci(app, routeNeeds);
	addSetTemplateDefault(app, routeNeeds);
}

function addSetTemplateMcis(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.put(
		`${path}/mcis`,
		{
			schema: {
				...edit,
				operationId: "setTemplateMcis",
				summary: "Set the list of MCIs",
				description: "MCIs that are not listed are removed.",
				params: componentPath("template"),
				body: TemplateMciList,
			},
		},
		async (request, reply) => {
			const edited = await setTemplateMcis(needs, actorOf(request), {
				...editOf(request),
				mcis: request.body.mcis.map(listed),
			});
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addAddTemplateMci(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.post(
		`${path}/mcis`,
		{
			schema: {
				...edit,
				operationId: "addTemplateMci",
				summary: "Add an MCI",
				description: "Added at the end. The first MCI becomes the default.",
				params: componentPath("template"),
				body: NewTemplateMci,
			},
		},
		async (request, reply) => {
			const { ref, default: asDefault } = request.body;
			const edited = await addTemplateMci(needs, actorOf(request), { ...editOf(request), ref, asDefault });
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addSwapTemplateMci(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.put(
		`${path}/mcis/:mci`,
		{
			schema: {
				...edit,
				operationId: "swapTemplateMci",
				summary: "Replace an MCI by another revision or MCI",
				description: "It keeps its position, and stays the default if it was.",
				params: TemplateMciPath,
				body: TemplateMciSwap,
			},
		},
		async (request, reply) => {
			const edited = await swapTemplateMci(needs, actorOf(request), {
				...editOf(request),
				mci: request.params.mci,
				ref: request.body.ref,
			});
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addRemoveTemplateMci(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.delete(
		`${path}/mcis/:mci`,
		{
			schema: {
				...edit,
				operationId: "removeTemplateMci",
				summary: "Remove an MCI",
				description: "The default, and the last MCI, can't be removed: set another default first.",
				params: TemplateMciPath,
			},
		},
		async (request, reply) => {
			const edited = await removeTemplateMci(needs, actorOf(request), { ...editOf(request), mci: request.params.mci });
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addSetTemplateDefault(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.put(
		`${path}/default`,
		{
			schema: {
				...edit,
				operationId: "setTemplateDefault",
				summary: "Set the default MCI",
				description: "The MCI must be in the template.",
				params: componentPath("template"),
				body: TemplateDefault,
			},
		},
		async (request, reply) => {
			const edited = await setTemplateDefault(needs, actorOf(request), { ...editOf(request), mci: request.body.mci });
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addScripts(app: App, routeNeeds: RouteNeeds): void {
	addSetTemplateScripts(app, routeNeeds);
	addAddTemplateScript(app, routeNeeds);
	addSwapTemplateScript(app, routeNeeds);
	addMoveTemplateScript(app, routeNeeds);
	addRemoveTemplateScript(app, routeNeeds);
}

function addSetTemplateScripts(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.put(
		`${path}/scripts/:sequence`,
		{
			schema: {
				...edit,
				operationId: "setTemplateScripts",
				summary: "Set all scripts of a sequence",
				description: "Scripts that are not listed are removed.",
				params: SequencePath,
				body: TemplateScriptList,
			},
		},
		async (request, reply) => {
			const { sequence } = request.params;
			const edited = await setTemplateScripts(needs, actorOf(request), {
				...editOf(request),
				sequence,
				refs: request.body.scripts,
			});
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addAddTemplateScript(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.post(
		`${path}/scripts/:sequence`,
		{
			schema: {
				...edit,
				operationId: "addTemplateScript",
				summary: "Add a script to a sequence",
				description: "Added at the end, or at `position`.",
				params: SequencePath,
				body: NewTemplateScript,
			},
		},
		async (request, reply) => {
			const { sequence } = request.params;
			const edited = await addTemplateScript(needs, actorOf(request), {
				...editOf(request),
				sequence,
				...request.body,
			});
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addSwapTemplateScript(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.put(
		`${path}/scripts/:sequence/:script`,
		{
			schema: {
				...edit,
				operationId: "swapTemplateScript",
				summary: "Replace a script by another revision or script",
				description: "It keeps its position.",
				params: TemplateScriptPath,
				body: TemplateScriptSwap,
			},
		},
		async (request, reply) => {
			const { sequence, script } = request.params;
			const edited = await swapTemplateScript(needs, actorOf(request), {
				...editOf(request),
				sequence,
				script,
				...request.body,
			});
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addMoveTemplateScript(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.put(
		`${path}/scripts/:sequence/:script/position`,
		{
			schema: {
				...edit,
				operationId: "moveTemplateScript",
				summary: "Move a script within its sequence",
				description: "The others keep their order.",
				params: TemplateScriptPath,
				body: TemplateScriptMove,
			},
		},
		async (request, reply) => {
			const { sequence, script } = request.params;
			const { to, from: position } = request.body;
			const edited = await moveTemplateScript(needs, actorOf(request), {
				...editOf(request),
				sequence,
				script,
				position,
				to,
			});
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addRemoveTemplateScript(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.delete(
		`${path}/scripts/:sequence/:script`,
		{
			schema: {
				...edit,
				operationId: "removeTemplateScript",
				summary: "Remove a script from a sequence",
				description: "Removes every occurrence, or only the one at `position`.",
				params: TemplateScriptPath,
				querystring: DryRun.extend(ScriptPosition.shape),
			},
		},
		async (request, reply) => {
			const { sequence, script } = request.params;
			const { position } = request.query;
			const edited = await removeTemplateScript(needs, actorOf(request), {
				...editOf(request),
				sequence,
				script,
				position,
			});
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

function addInputs(app: App, routeNeeds: RouteNeeds): void {
	const { needs } = routeNeeds;
	app.put(
		`${path}/inputs`,
		{
			schema: {
				...edit,
				operationId: "setTemplateInputs",
				summary: "Set all input values",
				description: "Values that are not listed are removed.",
				params: componentPath("template"),
				body: TemplateInputs,
			},
		},
		async (request, reply) => {
			const edited = await setTemplateInputs(needs, actorOf(request), {
				...editOf(request),
				inputs: request.body.inputs,
			});
			return answer(routeNeeds, { request, reply, edited });
		},
	);
	app.patch(
		`${path}/inputs`,
		{
			schema: {
				...edit,
				operationId: "changeTemplateInputs",
				summary: "Change some input values",
				description: "Omitted inputs keep their values; null removes one.",
				params: componentPath("template"),
				body: TemplateInputChanges,
			},
		},
		async (request, reply) => {
			const edited = await changeTemplateInputs(needs, actorOf(request), {
				...editOf(request),
				inputs: request.body.inputs,
			});
			return answer(routeNeeds, { request, reply, edited });
		},
	);
}

/** The name, condition and rehearsal of a request that edits. */
function editOf(request: FastifyRequest & EditRequest): TemplateEdit {
	const { name } = request.params;
	return { name, expected: expectedHead(request, name), rehearsal: isRehearsal(request) };
}

function isRehearsal({ query }: EditRequest): boolean {
	return query.dryRun === "true";
}

function listed({ ref, default: isDefault }: { readonly ref: string; readonly default?: boolean | undefined }) {
	return { ref, isDefault };
}

function answer(
	routeNeeds: RouteNeeds,
	{
		request,
		reply,
		edited,
	}: {
		readonly request: FastifyRequest & EditRequest;
		readonly reply: FastifyReply;
		readonly edited: CreatedHead<"template">;
	},
) {
	if (edited.component && !isRehearsal(request)) reply.header("etag", headTag(edited.component.headVersion));
	return presentTemplate(routeNeeds, actorOf(request), edited);
}
