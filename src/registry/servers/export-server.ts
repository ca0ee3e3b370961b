import { fault } from "../../core/errors.ts";
import { renderTerraform } from "../../core/server/index.ts";
import type { WholeServer } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import { getServer, type ServerName, serverRef } from "./get-server.ts";
import { mciRef, templateRef } from "./server-differences.ts";

export const exportFormats = ["json", "cloud-init", "terraform"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportedServer {
	readonly server: WholeServer;
	readonly text: string;
	/** With parameters: `application/json; charset=utf-8`. */
	readonly contentType: string;
}

/**
 * A server in the form of the tool that will launch it: `json` everything that was resolved, `cloud-init` the user data
 * as the cloud gets it, `terraform` a configuration to start from. Throws `export-unsupported` for a cloud or image
 * that the format can't express.
 */
export async function exportServer(
	needs: Needs,
	actor: Actor,
	asked: ServerName & { readonly format: ExportFormat },
): Promise<ExportedServer> {
	const reads = needs.store.read;
	const server = await getServer(reads, actor, asked);
	switch (asked.format) {
		case "json":
			return {
				server,
				text: `${JSON.stringify(exported(server), null, 2)}\n`,
				contentType: "application/json; charset=utf-8",
			};
		case "cloud-init":
			return { server, text: server.sentUserData ?? "", contentType: "text/plain; charset=utf-8" };
		case "terraform": {
			const [image] = await reads.images.listByIds([server.image.id]);
			const rendered = renderTerraform({
				...server,
				deployment: server.deployment.name,
				os: image?.os ?? null,
				userData: server.sentUserData,
			});
			if (rendered.kind === "rendered")
				return { server, text: rendered.text, contentType: "application/json; charset=utf-8" };
			throw fault("export-unsupported", { server: serverRef(server), format: asked.format, problem: rendered.problem });
		}
	}
}

function exported(server: WholeServer): object {
	const { name, description, cloud, template, image, instanceType, kernel, ramdisk, sentUserData, told } = server;
	return {
		name,
		deployment: server.deployment.name,
		description,
		cloud: { slug: cloud.slug, type: cloud.type, region: cloud.region },
		template: { ref: templateRef(server), digest: template.digest },
		mci: server.mci && { ref: mciRef(server), digest: server.mci.digest },
		image: { kind: image.kind, uid: image.uid, checksum: image.checksum },
		instanceType,
		kernel,
		ramdisk,
		userData: sentUserData,
		inputs: told.inputs,
	};
}
