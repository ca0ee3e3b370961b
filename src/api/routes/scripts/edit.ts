import type { FastifyReply } from "fastify";
import { z } from "zod";
import type { CreatedHead } from "../../../registry/components/create-with-content.ts";
import { replaceScript, setScript } from "../../../registry/templates/replace-script.ts";
import { expectedOrAbsent } from "../../absent-head.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { expectedHead, headTag } from "../../conditional.ts";
import { Change, DryRun, IfMatch, presentChanges, ScriptInput, writeProblems } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";

const DeclaredInput = z.object({
	name: z.string().meta({ description: "Name of the environment variable.", example: "PORT" }),
	description: z.string().optional(),
	default: z.string().nullable().optional().meta({ description: "Used if no value is set." }),
	required: z.boolean().optional().meta({ description: "A server can't be created without a value." }),
});

const ScriptContentInput = z
	.object({
		description: z.string().default(""),
		tags: z.array(z.string()).default([]),
		source: z.string(),
		inputs: z.array(DeclaredInput).max(200).default([]),
	})
	.meta({ id: "ScriptContent", description: "The complete content of HEAD." });

const ScriptSource = z
	.object({
		source: z.string().optional().meta({ example: "#!/bin/sh\ndnf -y install nginx\n" }),
		inputs: z.array(DeclaredInput).max(200).optional(),
	})
	.meta({ id: "ScriptSource", description: "Omit a field to keep its current value." });

const EditedScriptContent = z
	.object({
		name: z.string(),
		headVersion: z.int().meta({ description: "Version of HEAD after the request; 0 in a dry run of a new component." }),
		description: z.string(),
		tags: z.array(z.string()),
		source: z.string(),
		inputs: z.array(ScriptInput),
		changes: z.array(Change).meta({ description: "The changes made; empty if nothing had to change." }),
	})
	.meta({ id: "EditedScriptContent", description: "The HEAD of a script after an edit." });

const path = "/v1/scripts/:name";

/** Room for the largest source, 256 Ki characters, each escaped as six bytes. */
const bodyLimit = 4 * 1024 * 1024;

/** Adds the routes that edit scripts in parts or as a whole. */
export function addScriptEditRoutes(app: App, routeNeeds: RouteNeeds): void {
	addReplaceScriptHead(app, routeNeeds);
	addSetScript(app, routeNeeds);
}

function addReplaceScriptHead(app: App, { needs }: RouteNeeds): void {
	app.put(
		`${path}/head`,
		{
			schema: {
				operationId: "replaceScriptHead",
				tags: ["scripts"],
				summary: "Replace the content of HEAD",
				description: "Send `If-None-Match: *` instead of If-Match to create the script.",
				params: componentPath("script"),
				headers: IfMatch,
				querystring: DryRun,
				body: ScriptContentInput,
				response: { 200: EditedScriptContent, 201: EditedScriptContent, ...writeProblems },
			},
			bodyLimit,
		},
		async (request, reply) => {
			const { name } = request.params;
			const expected = expectedOrAbsent(request, name);
			const dryRun = request.query.dryRun === "true";
			const edited = await replaceScript(needs, actorOf(request), { name, expected, dryRun, head: request.body });
			if (expected === "absent" && !dryRun)
				reply.code(201).header("location", `/v1/scripts/${encodeURIComponent(name)}`);
			return answer(reply, edited, dryRun ? "dry-run" : "done");
		},
	);
}

function addSetScript(app: App, { needs }: RouteNeeds): void {
	app.patch(
		`${path}/head`,
		{
			schema: {
				operationId: "setScript",
				tags: ["scripts"],
				summary: "Edit HEAD's source or inputs",
				description: "Changes HEAD only; commits keep their source.",
				params: componentPath("script"),
				headers: IfMatch,
				querystring: DryRun,
				body: ScriptSource,
				response: { 200: EditedScriptContent, ...writeProblems },
			},
			bodyLimit,
		},
		async (request, reply) => {
			const { name } = request.params;
			const dryRun = request.query.dryRun === "true";
			const edited = await setScript(needs, actorOf(request), {
				name,
				expected: expectedHead(request, name),
				dryRun,
				...request.body,
			});
			return answer(reply, edited, dryRun ? "dry-run" : "done");
		},
	);
}

function answer(reply: FastifyReply, { component, content, changes }: CreatedHead<"script">, act: "dry-run" | "done") {
	if (component && act === "done") reply.header("etag", headTag(component.headVersion));
	const { name, description, tags, source, inputs } = content;
	return {
		name,
		headVersion: component?.headVersion ?? 0,
		description,
		tags: [...tags],
		source,
		inputs: inputs.map((input) => ({ ...input })),
		changes: presentChanges(changes),
	};
}
