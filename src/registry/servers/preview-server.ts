import type { ImageIdentity } from "../../core/image/index.ts";
import { eligibleClouds } from "../../core/resolve/index.ts";
import type { Actor } from "../actor.ts";
import { type ComponentRevision, getRevision } from "../components/get-component.ts";
import type { Needs } from "../needs.ts";
import { selectorOf } from "../resolve/requested-mci.ts";
import { type LoadedCandidate, loadCandidate, withClouds } from "../resolve/resolve-template.ts";
import { getDeployment } from "./get-server.ts";
import { planServer, type ServerPlan } from "./plan-server.ts";
import { changedOverrides, type OverrideChanges } from "./server-input.ts";

/** A server to be added. */
export interface NewServer extends OverrideChanges {
	/** Omit for none: then only the template's and the server's inputs count. */
	readonly deployment?: string | undefined;
	/** Omit for a server without a name yet. */
	readonly name?: string | undefined;
	/** Reference of the template; a channel or `latest` is followed. */
	readonly template: string;
	readonly cloud: string;
}

/** The steps of adding a server, as data: the choices, what was chosen and why, the user data, and the obstacles. */
export interface ServerPreview extends ServerPlan {
	readonly template: ComponentRevision<"template">;
	/** The part of the template's reference after the @: `12`, `latest`, `head`, or the channel to follow. */
	readonly follows: string;
	/** Clouds for which an MCI of the template has a setting. */
	readonly eligibleClouds: readonly string[];
	/** The template's MCIs in order, with what each has for the cloud. */
	readonly mcis: readonly PreviewedMci[];
}

export interface PreviewedMci {
	readonly ref: string;
	readonly isDefault: boolean;
	/** Null if it has no setting for the cloud. */
	readonly image: ImageIdentity | null;
	readonly architecture: string | null;
	readonly instanceType: string | null;
}

/** Previews a server without adding it. Throws for a missing template, requested MCI or deployment. */
export async function previewServer(needs: Needs, actor: Actor, input: NewServer): Promise<ServerPreview> {
	const reads = needs.store.read;
	const deployment = input.deployment === undefined ? null : await getDeployment(reads, actor, input.deployment);
	const template = await getRevision(needs, actor, { kind: "template", ref: input.template, reads });
	const server = [input.deployment, input.name ?? "(new)"].filter((part) => part !== undefined).join("/");
	const overrides = await changedOverrides(needs, reads, { actor, server, before: {}, changes: input });
	const plan = await planServer(needs, reads, { actor, server, deployment, template, cloud: input.cloud, overrides });
	const loaded = await loadCandidate(reads, {
		actor,
		template,
		cloud: input.cloud,
		requestedMci: null,
		requestedValues: {},
	});
	return {
		...plan,
		template,
		follows: selectorOf(input.template) ?? "latest",
		eligibleClouds: eligibleClouds(await withClouds(reads, loaded)),
		mcis: previewed(loaded),
	};
}

function previewed({ candidate }: LoadedCandidate): PreviewedMci[] {
	return candidate.mcis.map(({ ref, isDefault, setting, image }) => ({
		ref,
		isDefault,
		image: setting?.image ?? null,
		architecture: image?.architecture ?? null,
		instanceType: setting?.instanceType ?? null,
	}));
}
