import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { renderSarif, type Severity } from "../../../core/lint/index.ts";
import { referenceTo } from "../../../registry/components/get-component.ts";
import { lintReference } from "../../../registry/lint/lint-revision.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { variesBy } from "../../conditional.ts";
import { problems } from "../../schema.ts";
import { componentPath } from "../components/component-path.ts";
import type { Noun } from "../components/nouns.ts";
import { LintQuery, LintReport, SarifLog } from "./schema.ts";

const sarifType = "application/sarif+json";

/** Adds the lint route of a kind of component. */
export function addLintRoutes(app: App, { needs, version }: RouteNeeds, { kind, path, ids }: Noun): void {
	app.get(
		`${path}/:name/lint`,
		{
			config: { access: "read" },
			schema: {
				operationId: `lint${ids}`,
				tags: ["lint"],
				summary: "Lint a revision",
				description: "Returns a report, or a SARIF log.",
				params: componentPath(kind),
				querystring: LintQuery,
				response: { 200: z.union([LintReport, SarifLog]), ...problems },
			},
		},
		async (request, reply) => {
			const actor = actorOf(request);
			const { revision, format, path: file } = request.query;
			const asked = { kind, ref: referenceTo(actor, { kind, name: request.params.name, revision }) };
			const { found, findings } = await lintReference(needs, actor, asked);
			const { name } = found.component;
			reply.header("vary", variesBy);
			if (format === "sarif" || (format === undefined && wantsSarif(request))) {
				reply.type(sarifType);
				return renderSarif(findings, {
					name,
					revision: found.number,
					toolVersion: version,
					kind,
					...(file === undefined ? {} : { path: file }),
				}) as never;
			}
			const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
			return {
				name,
				revision: found.number,
				digest: found.digest,
				errors: count("error"),
				warnings: count("warning"),
				findings: [...findings],
			};
		},
	);
}

function wantsSarif(request: FastifyRequest): boolean {
	return request.headers.accept?.includes(sarifType) ?? false;
}
