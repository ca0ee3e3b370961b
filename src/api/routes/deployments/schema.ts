import { z } from "zod";
import { Moment, PageQuery } from "../../schema.ts";

export const Deployment = z
	.object({
		name: z.string().meta({ example: "prod" }),
		description: z.string(),
		inputs: z.record(z.string(), z.string()).meta({ description: "Values of inputs that its servers share." }),
		version: z.int().meta({ description: "Grows with every change; the ETag holds it." }),
		servers: z.int().optional().meta({ description: "How many servers it has; only in lists." }),
		createdAt: Moment,
		updatedAt: Moment,
	})
	.meta({ id: "Deployment", description: "Servers that belong together." });

export const ListDeploymentsQuery = z.object({
	text: z.string().max(200).optional().meta({ description: "Words of the name or description." }),
	...PageQuery,
});

export const DeploymentPath = z.object({
	deployment: z.string().meta({ description: "Name of the deployment.", example: "demo" }),
});

const inputValue = z.string().max(16 * 1024);

export const NewDeployment = z
	.object({
		name: z.string().meta({ example: "prod" }),
		description: z.string().optional(),
		inputs: z.record(z.string(), inputValue).optional(),
	})
	.meta({ id: "NewDeployment" });

export const DeploymentPatch = z
	.object({
		name: z.string().optional().meta({ description: "Another name." }),
		description: z.string().optional(),
		inputs: z
			.record(z.string(), inputValue.nullable())
			.optional()
			.meta({ description: "Absent inputs stay; null takes one away." }),
	})
	.meta({ id: "DeploymentPatch", description: "Absent = stays." });

export const DeploymentClone = z
	.object({ name: z.string().meta({ example: "prod-2" }), description: z.string().optional() })
	.meta({ id: "DeploymentClone" });
