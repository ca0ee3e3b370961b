import { changeTemplateInputs, setTemplateInputs } from "../../../registry/templates/edit-template-inputs.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { componentPath } from "../components/component-path.ts";
import { answer, edit, editOf, path } from "./edit-request.ts";
import { TemplateInputChanges, TemplateInputs } from "./edit-schema.ts";

export function addInputs(app: App, routeNeeds: RouteNeeds): void {
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
