import { revisionRef } from "../../core/revision/index.ts";
import type { StoredDeployment, StoredServer, WholeServer, WrittenServer } from "../../storage/store.ts";
import type { AuditSubject } from "../audit/audit-entry.ts";
import { serverRef } from "./get-server.ts";

/** A deployment as the audit names it. */
export function deploymentSubject({
	id,
	name,
	version,
}: Pick<StoredDeployment, "id" | "name" | "version">): AuditSubject {
	return { id, name, headVersion: version };
}

/** A server as the audit names it, with its deployment: `prod/web`. */
export function serverSubject(server: Pick<StoredServer, "id" | "name" | "deployment" | "version">): AuditSubject {
	return { id: server.id, name: serverRef(server), headVersion: server.version };
}

/** A server's configuration and answer as the audit shows them: user data by its size. */
export function auditedConfiguration(server: WholeServer): object {
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
