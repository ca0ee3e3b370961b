import { revisionRef } from "../../core/revision/index.ts";
import type { AuditEntry, StoredDeployment, StoredServer, WholeServer, WrittenServer } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { serverRef } from "./get-server.ts";

interface Done {
	readonly at: string;
	/** Verb: `add`, `edit`. */
	readonly act: string;
	readonly before: unknown;
	readonly after: unknown;
}

/** An audit entry about a deployment: `deployment.create`. */
export function deploymentEntry(
	actor: Actor,
	deployment: Pick<StoredDeployment, "id" | "name" | "version">,
	done: Done,
): AuditEntry {
	return {
		...entry(actor, done),
		act: `deployment.${done.act}`,
		subjectKind: "deployment",
		...subject(deployment, deployment.name),
	};
}

/** An audit entry about a server, whose name is told with its deployment's: `server.edit` of `prod/web`. */
export function serverEntry(
	actor: Actor,
	server: Pick<StoredServer, "id" | "name" | "deployment" | "version">,
	done: Done,
): AuditEntry {
	return {
		...entry(actor, done),
		act: `server.${done.act}`,
		subjectKind: "server",
		...subject(server, serverRef(server)),
	};
}

/** What the audit tells of a server's configuration: user data by its size. */
export function toldConfiguration(server: WholeServer): object {
	const { template, mci, image, cloud, instanceType, kernel, ramdisk, overrides, name, description, told } = server;
	return {
		name,
		description,
		template: revisionRef(template.name, template.number),
		follows: template.selector,
		cloud: cloud.slug,
		mci: mci && revisionRef(mci.name, mci.number),
		image: image.uid,
		instanceType,
		kernel,
		ramdisk,
		userDataBytes: told.bytes,
		overrides: withoutText(overrides),
	};
}

function withoutText({ userData, ...others }: WrittenServer["overrides"]): object {
	return userData === undefined ? others : { ...others, userDataCharacters: userData.length };
}

function entry(actor: Actor, { at, before, after }: Done) {
	return { accountId: actor.accountId, at, actor: actor.name, before, after };
}

function subject({ id, version }: { readonly id: number; readonly version: number }, name: string) {
	return { subjectId: id, subjectName: name, headVersion: version };
}
