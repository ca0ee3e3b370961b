import type { StoredDeployment, Transaction, WholeServer, WrittenServer } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { auditEntry } from "../audit/audit-entry.ts";
import type { Needs } from "../needs.ts";
import { staleFault } from "../stale-fault.ts";
import { auditedConfiguration, serverSubject } from "./audited-server.ts";
import { type ExpectedVersion, getServer, type ServerName, serverRef } from "./get-server.ts";
import { compareServers, type ServerDifferences } from "./server-differences.ts";

/** The server to change, and the version that the change was based on. */
export interface ServerOf extends ServerName {
	readonly expected: ExpectedVersion;
}

export interface ServerChange extends ServerOf {
	/** The audit act. */
	readonly act: "server.edit" | "server.re-inherit" | "server.move";
	/** Dry run: report what would change, and save nothing. */
	readonly dryRun?: boolean | undefined;
	/** Returns the server after the change. */
	change(tx: Transaction, before: WholeServer, deployment: StoredDeployment): Promise<WrittenServer>;
}

export interface ChangedServer extends ServerDifferences {
	/** As it is now, or in a dry run as it would be. */
	readonly server: WholeServer;
	/** False if nothing differed and nothing was written. */
	readonly isChanged: boolean;
}

/**
 * Changes a server in one transaction. Throws `version-stale`, with the changes made by others, if it has another
 * version.
 */
export async function changeServer(needs: Needs, actor: Actor, change: ServerChange): Promise<ChangedServer> {
	return needs.store.write(
		async (tx) => {
			const before = await lockServer(needs, tx, actor, change);
			// By id, because its name may change; locked, so that its inputs are one state.
			const deployment = await tx.deployments.lock(before.deployment.id);
			if (!deployment) throw new Error(`deployment ${before.deployment.name} has a server and is not there`);
			await tx.servers.set(before.id, await change.change(tx, before, deployment));
			const after = await tx.servers.get(before.id);
			const compared = compareServers(before, after);
			const isChanged = compared.summary !== null || isReconfigured(before, after);
			// Locking the server raised its version, which is rolled back.
			const version = before.version - 1;
			if (!isChanged) return tx.undo({ ...compared, isChanged, server: { ...before, version } });
			tx.record(
				auditEntry(actor, change.act, serverSubject(after), {
					at: needs.now(),
					before: auditedConfiguration(before),
					after: auditedConfiguration(after),
				}),
			);
			return { ...compared, isChanged, server: change.dryRun ? { ...after, version } : after };
		},
		{ dryRun: change.dryRun },
	);
}

/**
 * Locks the server for this transaction and returns it as it is then, with its version raised. Throws `version-stale`
 * if it had another version.
 */
export async function lockServer(needs: Needs, tx: Transaction, actor: Actor, asked: ServerOf): Promise<WholeServer> {
	const seen = await getServer(tx, actor, asked);
	if (await tx.servers.lockVersion(seen.id, asked.expected, needs.now())) return tx.servers.get(seen.id);
	const now = await getServer(tx, actor, asked);
	throw await staleFault(tx, {
		kind: "server",
		id: now.id,
		subject: `Server ${serverRef(now)}`,
		have: asked.expected,
		now: now.version,
	});
}

/** The row of a server that stays as it is. */
export function writtenAs(server: WholeServer): WrittenServer {
	const {
		name,
		description,
		template,
		cloud,
		overrides,
		mci,
		image,
		instanceType,
		kernel,
		ramdisk,
		userData,
		sentUserData,
		told,
		resolvedAt,
	} = server;
	return {
		name,
		description,
		template: { id: template.id, number: template.number, selector: template.selector, digest: template.digest },
		cloudId: cloud.id,
		overrides,
		mci: mci && { id: mci.id, number: mci.number, digest: mci.digest },
		imageId: image.id,
		instanceType,
		kernel,
		ramdisk,
		userData,
		sentUserData,
		told,
		resolvedAt,
	};
}

/** True if its configuration differs, even if the result is the same. */
function isReconfigured(before: WholeServer, after: WholeServer): boolean {
	return (
		before.name !== after.name ||
		before.description !== after.description ||
		before.template.selector !== after.template.selector ||
		JSON.stringify(sorted(before.overrides)) !== JSON.stringify(sorted(after.overrides))
	);
}

function sorted(overrides: WholeServer["overrides"]): [string, unknown][] {
	return Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1));
}
