import type { FastifyReply, FastifyRequest } from "fastify";
import type { CreatedHead } from "../../../registry/components/create-with-content.ts";
import type { TemplateEdit } from "../../../registry/templates/edit-template.ts";
import { actorOf, type RouteNeeds } from "../../app.ts";
import { expectedHead, headTag } from "../../conditional.ts";
import { DryRun, IfMatch, writeProblems } from "../../schema.ts";
import { EditedTemplateParts } from "./edit-schema.ts";
import { presentTemplate } from "./present-parts.ts";

export const path = "/v1/templates/:name";

/** The schema parts that all edits of a template's content have in common. */
export const edit = {
	tags: ["templates"],
	headers: IfMatch,
	querystring: DryRun,
	response: { 200: EditedTemplateParts, ...writeProblems },
};

interface EditRequest {
	readonly params: { readonly name: string };
	readonly query: { readonly dryRun: "true" | "false" };
}

/** The name, condition and dry run of a request that edits. */
export function editOf(request: FastifyRequest & EditRequest): TemplateEdit {
	const { name } = request.params;
	return { name, expected: expectedHead(request, name), dryRun: isDryRun(request) };
}

export function isDryRun({ query }: EditRequest): boolean {
	return query.dryRun === "true";
}

export function listed({ ref, default: isDefault }: { readonly ref: string; readonly default?: boolean | undefined }) {
	return { ref, isDefault };
}

export function answer(
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
	if (edited.component && !isDryRun(request)) reply.header("etag", headTag(edited.component.headVersion));
	return presentTemplate(routeNeeds, actorOf(request), edited);
}
