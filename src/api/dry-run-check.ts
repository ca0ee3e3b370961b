import { fault } from "../core/errors.ts";
import type { App } from "./app.ts";

/**
 * Refuses `?dryRun` with `input-invalid` if the operation has no dry run. Other unknown parameters are ignored, but a
 * client that asks for a dry run must never write.
 */
export function addDryRunCheck(app: App): void {
	app.addHook("preValidation", (request, _reply, done) => {
		const { query } = request;
		const asked = typeof query === "object" && query !== null && "dryRun" in query;
		done(asked && !takesDryRun(request.routeOptions.schema?.querystring) ? refusal() : undefined);
	});
}

function takesDryRun(schema: unknown): boolean {
	const shape = typeof schema === "object" && schema !== null && "shape" in schema ? schema.shape : undefined;
	return typeof shape === "object" && shape !== null && "dryRun" in shape;
}

function refusal(): Error {
	const place = "querystring/dryRun";
	const problem = "is not supported by this operation; nothing was done";
	return fault("input-invalid", { problem: `${place} ${problem}`, issues: [{ place, problem }] });
}
