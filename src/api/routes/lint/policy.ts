import { z } from "zod";
import type { LintPolicy } from "../../../core/lint/index.ts";
import { getPolicy, setPolicy } from "../../../registry/lint/account-policy.ts";
import { type App, actorOf, type RouteNeeds } from "../../app.ts";
import { problems } from "../../schema.ts";

const names = z.array(z.string().max(400)).max(1000);

const Policy = z
	.object({
		requiredClouds: names.meta({
			description: "Clouds that every MCI must have a setting for.",
			example: ["aws-us-east-1"],
		}),
		trustedOwners: names.meta({
			description: "Owners whose images may be used, as written in the catalog; empty for every owner.",
		}),
		ownNames: names.meta({ description: "Names under which the account itself owns images." }),
	})
	.meta({ id: "Policy", description: "The account's lint policy." });

const PolicyPatch = Policy.partial().meta({
	id: "PolicyPatch",
	description: "Omit a field to keep its current value.",
});

/** Adds the routes of the account's lint policy. */
export function addPolicyRoutes(app: App, { needs }: RouteNeeds): void {
	app.get(
		"/v1/account/policy",
		{
			config: { access: "read", list: true },
			schema: {
				operationId: "getPolicy",
				tags: ["lint"],
				summary: "Show the lint policy",
				response: { 200: Policy, ...problems },
			},
		},
		async (request) => presentPolicy(await getPolicy(needs, actorOf(request))),
	);
	app.put(
		"/v1/account/policy",
		{
			schema: {
				operationId: "setPolicy",
				tags: ["lint"],
				summary: "Set the lint policy",
				description: "Admins only.",
				body: PolicyPatch,
				response: { 200: Policy, ...problems },
			},
		},
		async (request) => {
			const parts = Object.fromEntries(Object.entries(request.body).filter(([, value]) => value !== undefined));
			return presentPolicy(await setPolicy(needs, actorOf(request), parts));
		},
	);
}

function presentPolicy({ requiredClouds, trustedOwners, ownNames }: LintPolicy) {
	return { requiredClouds: [...requiredClouds], trustedOwners: [...trustedOwners], ownNames: [...ownNames] };
}
