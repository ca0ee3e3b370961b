import {
	addTemplateMci,
	removeTemplateMci,
	setTemplateDefault,
	setTemplateMcis,
	swapTemplateMci,
} from "../../../registry/templates/edit-template-mcis.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { componentPath } from "../components/component-path.ts";
import { answer, edit, editOf, listed, path } from "./edit-request.ts";
import { NewTemplateMci, TemplateDefault, TemplateMciList, TemplateMciPath, TemplateMciSwap } from "./edit-schema.ts";

export function addMcis(app: App, routeNeeds: RouteNeeds): void {
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
