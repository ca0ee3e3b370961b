import { z } from "zod";
import { PageQuery, Timestamp } from "../../schema.ts";

export const Deployment = z
	.object({
		name: z.string().meta({ example: "demo" }),
		description: z.string(),
		inputs: z.record(z.string(), z.string()).meta({ description: "Input values that its servers share." }),
		version: z.int().meta({ description: "Increases with every change; part of the ETag." }),
		servers: z.int().optional().meta({ description: "Number of servers; only in lists." }),
		createdAt: Timestamp,
		updatedAt: Timestamp,
	})
	.meta({ id: "Deployment", description: "A group of servers." });

export const ListDeploymentsQuery = z.object({
	text: z.string().max(200).optional().meta({ description: "Words in the name or description." }),
	...PageQuery,
});

export const DeploymentPath = z.object({
	deployment: z.string().meta({ description: "Name of the deployment.", example: "demo" }),
});

const inputValue = z.string().max(16 * 1024);

export const NewDeployment = z
	.object({
		name: z.string().meta({ example: "demo" }),
		description: z.string().optional(),
		inputs: z
			.record(z.string(), inputValue)
			.optional()
			.meta({ example: { PORT: "443" } }),
	})
	.meta({ id: "NewDeployment" });

export const DeploymentPatch = z
	.object({
		name: z.string().optional().meta({ description: "The new name." }),
		description: z.string().optional(),
		inputs: z
			.record(z.string(), inputValue.nullable())
			.optional()
			.meta({ description: "Omitted inputs keep their values; null removes one.", example: { PORT: "8443" } }),
	})
	.meta({ id: "DeploymentPatch", description: "Omit a field to keep its current value." });

export const DeploymentClone = z
	.object({ name: z.string().meta({ example: "demo-2" }), description: z.string().optional() })
	.meta({ id: "DeploymentClone" });
