import { z } from "zod";
import type { ComponentKind } from "../../core/component/index.ts";
import { type FaultCode, fault } from "../../core/errors.ts";
import { problemOf } from "../error-status.ts";
import { sampleNames } from "../routes/components/component-path.ts";
import { composeExample } from "./compose-example.ts";

/** A body of an operation with its example: of the request, or of the answer with `status`. */
export interface OperationExample {
	readonly operationId: string;
	readonly status: string | null;
	readonly schema: z.ZodType;
	readonly value: unknown;
}

interface Route {
	readonly url: string;
	readonly schema?: {
		readonly operationId?: string;
		readonly body?: unknown;
		readonly response?: unknown;
	};
}

/** The examples of a route: of its request's body, and of each answer that has one. */
export function examplesOf({ url, schema }: Route): OperationExample[] {
	const operationId = schema?.operationId;
	if (schema === undefined || operationId === undefined) return [];
	const kind = kindOf(url);
	const answers = Object.entries((schema.response ?? {}) as Record<string, z.ZodType>)
		.filter(([status, answer]) => Number(status) < 300 && !isEmpty(answer))
		.map(([status, answer]) => ({ status, schema: answer, value: composed(answer, "output", operationId) }));
	const requests =
		schema.body instanceof z.ZodType
			? [{ status: null, schema: schema.body, value: composed(schema.body, "input", operationId) }]
			: [];
	return [...requests, ...answers].map((one) => ({ operationId, ...one }));

	function composed(of: z.ZodType, side: "input" | "output", id: string): unknown {
		return composeExample(of, { side, kind }, [id]);
	}
}

const aboutTemplates =
	/^\/v1\/(templates|servers|deployments|publications|marketplace|import|subscriptions|bundles|feed|account-groups)/;

/** The kind of component that an address is about. */
function kindOf(url: string): ComponentKind {
	if (aboutTemplates.test(url)) return "template";
	return url.startsWith("/v1/scripts") ? "script" : "mci";
}

function isEmpty(schema: z.ZodType): boolean {
	return schema instanceof z.ZodNull || schema instanceof z.ZodUndefined;
}

const { mci: name } = sampleNames;

/** One error of each status, with the texts of the catalog. */
const sampleFaults: readonly (readonly [FaultCode, Record<string, unknown>])[] = [
	[
		"input-invalid",
		{
			problem: "querystring/limit is larger than 500",
			issues: [{ place: "querystring/limit", problem: "is larger than 500" }],
		},
	],
	["token-missing", {}],
	["permission-denied", { act: "edit MultiCloud Images", roles: "designer", has: "observer" }],
	["mci-not-found", { name: "almalinux-os-9", account: "default", near: [name] }],
	["component-used", { name, users: "ServerTemplate web-server@2", usages: ["web-server@2"] }],
	["head-stale", { name, have: 12, now: 13, changed: [] }],
	["input-too-large", { limit: 1_048_576 }],
	["fetch-refused", { url: "http://10.0.0.5/feed/", problem: "it is a private address" }],
	["head-condition-missing", { name }],
	["rate-limited", { what: "requests", seconds: 12 }],
	["cloud-connection-missing", { server: "demo/web", cloud: "aws-us-east-1", needs: "credentials" }],
	["fetch-failed", { url: "https://images.example.org/feed/index.json", problem: "the connection was refused" }],
];

/** An example of a problem for each status. */
export function problemExamples(): ReadonlyMap<string, unknown> {
	return new Map(
		sampleFaults.map(([code, details]) => {
			const problem = problemOf(fault(code, details as never));
			return [String(problem.status), problem] as const;
		}),
	);
}
