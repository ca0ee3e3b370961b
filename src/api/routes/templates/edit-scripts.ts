import {
	addTemplateScript,
	moveTemplateScript,
	removeTemplateScript,
	setTemplateScripts,
	swapTemplateScript,
} from "../../../registry/templates/edit-template-scripts.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { DryRun } from "../../schema.ts";
import { answer, edit, editOf, path } from "./edit-request.ts";
import {
	NewTemplateScript,
	ScriptPosition,
	SequencePath,
	TemplateScriptList,
	TemplateScriptMove,
	TemplateScriptPath,
	TemplateScriptSwap,
} from "./edit-schema.ts";

export function addScripts(app: App, routeNeeds: RouteNeeds): void {
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
