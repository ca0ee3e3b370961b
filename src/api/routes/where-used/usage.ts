import { z } from "zod";
import { publicationStates } from "../../../core/marketplace/index.ts";
import { Kind } from "../components/kind.ts";

export const ServerUsage = z
	.object({
		deployment: z.string(),
		name: z.string().meta({ example: "web" }),
		through: z
			.object({ kind: Kind, name: z.string(), number: z.int() })
			.nullable()
			.meta({ description: "The revision it uses; null if it only uses the image." }),
	})
	.meta({ id: "ServerUsage", description: "A server that uses a revision or an image." });

export const PublicationUsage = z
	.object({
		publication: z.int().meta({ description: "Number of the publication." }),
		componentKind: Kind,
		component: z.string(),
		revision: z.int().meta({ description: "0 is HEAD." }),
		state: z.enum(publicationStates),
		everyone: z.boolean().meta({ description: "False if it is published to account groups." }),
	})
	.meta({ id: "PublicationUsage", description: "A published revision." });
