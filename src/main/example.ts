import { type FaultCode, isFault } from "../core/errors.ts";
import { systemActor } from "../registry/accounts/prepare-registry.ts";
import type { Actor } from "../registry/actor.ts";
import { moveChannel } from "../registry/channels/move-channel.ts";
import { findComponent } from "../registry/components/get-component.ts";
import type { Needs } from "../registry/needs.ts";
import { commitRevision } from "../registry/revisions/commit-revision.ts";
import { addServer } from "../registry/servers/add-server.ts";
import { createDeployment } from "../registry/servers/create-deployment.ts";
import { replaceScript } from "../registry/templates/replace-script.ts";
import { replaceTemplate } from "../registry/templates/replace-template.ts";
import type { Registry } from "./assemble.ts";
import { recordAct } from "./record-act.ts";

/** The audit's words for an example that was begun, and for one that needs nothing more. */
const begunAct = "samples.begin-example";
const doneAct = "samples.example";

/**
 * Names of the example's components. Its MCIs come from the samples: an OS whose images run cloud-init, which boot
 * scripts need.
 */
const script = "install-nginx";
const template = "web-server";
const deployment = "demo";
const server = "web";
const defaultMci = "almalinux-os-9-x86_64";
const mcis = [defaultMci, "almalinux-os-9-arm64"];
const channel = "production";

const source = `#!/bin/bash
# Installs nginx from the distribution's packages and serves its welcome page on $PORT. For systems with dnf and systemd.
set -euo pipefail

dnf -y install nginx policycoreutils-python-utils

cat > /etc/nginx/conf.d/web-server.conf <<END
server {
    listen $PORT;
    listen [::]:$PORT;
    root /usr/share/nginx/html;
}
END

# SELinux lets nginx listen on ports of this type only.
if selinuxenabled; then
    semanage port --add --type http_port_t --proto tcp "$PORT" || semanage port --modify --type http_port_t --proto tcp "$PORT"
fi

systemctl enable --now nginx
`;

/**
 * Creates a small example from the samples, once: a script, a ServerTemplate, channels and a deployment with a
 * server. If interrupted, it continues at the next start. An account that already has one of the names is left
 * unchanged. Problems are reported, but never stop the start.
 */
export async function makeExample(
	registry: Pick<Registry, "needs" | "account">,
	tell: (text: string) => void,
): Promise<void> {
	const { needs, account } = registry;
	const actor = systemActor(account);
	const { audit } = needs.store.read;
	if (await audit.hasAct(account.id, doneAct)) return;
	if (!(await audit.hasAct(account.id, begunAct))) {
		const taken = await takenNames(needs, actor);
		if (taken.length > 0) {
			tell(`No example was created, because the account already has ${taken.join(" and ")}`);
			await recordAct(registry, doneAct);
			return;
		}
		await recordAct(registry, begunAct);
	}
	try {
		for (const step of steps) await unlessThere(() => step(needs, actor));
	} catch (error) {
		if (!isFault(error) || error.kind === "internal" || error.kind === "unavailable") throw error;
		tell(`No example was created. ${error.message} ${error.help}`);
		return;
	}
	await recordAct(registry, doneAct);
	tell(`Created an example: server ${deployment}/${server} by ServerTemplate ${template}, nginx on AlmaLinux`);
}

/** The example's server as users write it; undefined if it does not exist. */
export async function exampleServer({
	needs,
	account,
}: Pick<Registry, "needs" | "account">): Promise<string | undefined> {
	const { deployments, servers } = needs.store.read;
	const found = await deployments.find(account.id, deployment);
	return found && (await servers.find(found.id, server)) ? `${deployment}/${server}` : undefined;
}

async function takenNames(needs: Needs, actor: Actor): Promise<string[]> {
	const at = needs.now();
	const taken: string[] = [];
	if (await findComponent(needs.store.read, actor, { kind: "script", name: script, at }))
		taken.push(`a script ${script}`);
	if (await findComponent(needs.store.read, actor, { kind: "template", name: template, at }))
		taken.push(`a ServerTemplate ${template}`);
	if (await needs.store.read.deployments.find(actor.accountId, deployment)) taken.push(`a deployment ${deployment}`);
	return taken;
}

type Step = (needs: Needs, actor: Actor) => Promise<unknown>;

/** Each step is a transaction, which throws one of `already` if it is repeated. */
const steps: readonly Step[] = [
	...mcis.map(
		(name): Step =>
			(needs, actor) =>
				promoteRelease(needs, actor, name),
	),
	(needs, actor) =>
		replaceScript(needs, actor, {
			name: script,
			expected: "absent",
			head: {
				description: "Installs nginx and serves a page on a port of your choice",
				tags: ["nginx"],
				source,
				inputs: [{ name: "PORT", description: "TCP port on which nginx listens", default: "8080" }],
			},
		}),
	(needs, actor) =>
		commitRevision(needs, actor, {
			kind: "script",
			name: script,
			expected: null,
			message: "Install nginx from packages",
		}),
	(needs, actor) =>
		replaceTemplate(needs, actor, {
			name: template,
			expected: "absent",
			head: {
				description: "Web server: nginx on AlmaLinux 9, for x86_64 and arm64",
				tags: ["nginx"],
				mcis: mcis.map((name) => ({ ref: `${name}@${channel}`, isDefault: name === defaultMci })),
				scripts: { boot: [script] },
				inputs: { PORT: "80" },
			},
		}),
	(needs, actor) =>
		commitRevision(needs, actor, { kind: "template", name: template, expected: null, message: "nginx on AlmaLinux 9" }),
	(needs, actor) =>
		moveChannel(needs, actor, {
			kind: "template",
			name: template,
			channel,
			to: "1",
			expectedMoves: 0,
			reason: "First release",
		}),
	(needs, actor) => createDeployment(needs, actor, { name: deployment, description: "A first deployment to look at" }),
	(needs, actor) =>
		addServer(needs, actor, {
			deployment,
			name: server,
			description: "Serves the welcome page of nginx",
			template: `${template}@${channel}`,
			cloud: "aws-us-east-1",
			instanceType: "t3.small",
		}),
];

/**
 * Sets production to the release before the newest, so that there is an update to look at. An existing channel is
 * not changed.
 */
async function promoteRelease(needs: Needs, actor: Actor, name: string): Promise<void> {
	const mci = await findComponent(needs.store.read, actor, { kind: "mci", name, at: needs.now() });
	const to = String(Math.max(1, (mci?.current ?? 0) - 1));
	await moveChannel(needs, actor, {
		kind: "mci",
		name,
		channel,
		to,
		expectedMoves: 0,
		reason: "The newest release is still to be tried out",
	});
}

/** Faults of a step that was already done: by an interrupted start, or by one running at the same time. */
const already: ReadonlySet<FaultCode> = new Set<FaultCode>([
	"script-exists",
	"template-exists",
	"nothing-to-commit",
	"channel-moved",
	"deployment-exists",
	"server-exists",
]);

async function unlessThere(make: () => Promise<unknown>): Promise<void> {
	try {
		await make();
	} catch (error) {
		if (!isFault(error) || !already.has(error.code)) throw error;
	}
}
