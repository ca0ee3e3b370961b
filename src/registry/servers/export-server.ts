import { fault } from "../../core/errors.ts";
import { renderTerraform } from "../../core/server/index.ts";
import type { WholeServer } from "../../storage/store.ts";
import { type Actor, assertMay } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { serverSubject } from "./audited-server.ts";
import { getServer, type ServerName, serverRef } from "./get-server.ts";
import { mciRef, templateRef } from "./server-differences.ts";
import { checkServer } from "./server-findings.ts";

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
 * that the format can't express, and `export-refused` if its image, MCI or template is revoked or withdrawn, unless
 * `allowRevoked` has a reason, which is recorded; that needs the permission to set lifecycles.
 */
export async function exportServer(
	needs: Needs,
	actor: Actor,
	asked: ServerName & { readonly format: ExportFormat; readonly allowRevoked?: string | undefined },
): Promise<ExportedServer> {
	const reads = needs.store.read;
	const server = await getServer(reads, actor, asked);
	await assertUsable(needs, actor, server, asked);
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

async function assertUsable(
	needs: Needs,
	actor: Actor,
	server: WholeServer,
	asked: { readonly format: ExportFormat; readonly allowRevoked?: string | undefined },
): Promise<void> {
	const errors = (await checkServer(needs, needs.store.read, server)).filter(({ severity }) => severity === "error");
	if (errors.length === 0) return;
	const because = errors.map(({ text }) => text).join("; ");
	const { allowRevoked: reason, format } = asked;
	if (reason === undefined) {
		const replacement = errors.find((finding) => finding.replacement)?.replacement ?? null;
		throw fault("export-refused", { server: serverRef(server), because, reasons: errors, instead: { replacement } });
	}
	assertMay(actor, "lifecycles.set");
	const after = { format, reason, because };
	await needs.store.write(async (tx) => {
		tx.record(
			auditEntry(actor, "server.export-revoked", serverSubject(server), { at: needs.now(), before: null, after }),
		);
	});
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
