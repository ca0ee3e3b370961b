import type { ComponentKind } from "../../core/component/index.ts";
import type { PublicationState } from "../../core/marketplace/index.ts";
import { revisionRef } from "../../core/revision/index.ts";
import type { PinPart, Reads, StoredComponent } from "../../storage/store.ts";
import { listServersUsing, type ServerUsage } from "./servers-using.ts";

/** A use of a component's revision. */
export type ComponentUsage =
	| {
			readonly kind: "template";
			readonly name: string;
			readonly part: PinPart;
			/** The component's revision that it pins; 0 = HEAD. */
			readonly revision: number;
			/** The range of the template's commits that pins it; null if only its HEAD does. */
			readonly templateRevisions: { readonly first: number; readonly last: number } | null;
			readonly head: boolean;
	  }
	| {
			readonly kind: "channel";
			readonly component: string;
			readonly componentKind: ComponentKind;
			readonly name: string;
			readonly revision: number;
			readonly restricted: boolean;
	  }
	| ({ readonly kind: "server" } & ServerUsage)
	| ({ readonly kind: "publication" } & PublicationUsage);

/** A revision that is published and not retracted. */
export interface PublicationUsage {
	/** Id of the publication. */
	readonly publication: number;
	readonly componentKind: ComponentKind;
	readonly component: string;
	/** 0 = HEAD. */
	readonly revision: number;
	readonly state: PublicationState;
	readonly everyone: boolean;
}

/** The publications of these components, by component and number. */
export async function listPublicationUsages(
	reads: Reads,
	components: readonly StoredComponent[],
): Promise<PublicationUsage[]> {
	const byId = new Map(components.map((component) => [component.id, component]));
	const found = await reads.publications.listOfComponents([...byId.keys()]);
	return found.map(({ id, componentId, kind, number, state, audience }) => ({
		publication: id,
		componentKind: kind,
		component: byId.get(componentId ?? 0)?.name ?? "",
		revision: number,
		state,
		everyone: audience.everyone,
	}));
}

/** Everything that uses one of these components, over all revisions. */
export async function listUsages(reads: Reads, components: readonly StoredComponent[]): Promise<ComponentUsage[]> {
	const ids = components.map((component) => component.id);
	const byId = new Map(components.map((component) => [component.id, component]));
	const pins = await reads.pins.listUsages(ids);
	const channels = await reads.channels.list(ids);
	const numbers = await reads.revisions.listNumbers(ids);
	const revisions = components.flatMap((component) =>
		[0, ...(numbers.get(component.id) ?? [])].map((number) => ({ component, number })),
	);
	const servers = await listServersUsing(reads, { revisions, imageIds: [] });
	return [
		...pins.map((pin) => ({
			kind: "template" as const,
			name: pin.userName,
			part: pin.part,
			revision: pin.number,
			templateRevisions: pin.firstRevision === 0 ? null : { first: pin.firstRevision, last: pin.lastRevision },
			head: pin.head,
		})),
		...channels.map((channel) => ({
			kind: "channel" as const,
			component: byId.get(channel.componentId)?.name ?? "",
			componentKind: byId.get(channel.componentId)?.kind ?? ("mci" as const),
			name: channel.name,
			revision: channel.number,
			restricted: channel.movers !== null,
		})),
		...servers.map((server) => ({ kind: "server" as const, ...server })),
		...(await listPublicationUsages(reads, components)).map((publication) => ({
			kind: "publication" as const,
			...publication,
		})),
	];
}

/**
 * A use as text: `template php-app`, `channel web@production`, `server web-1 of deployment shop`, `publication 7 of
 * web@3`.
 */
export function usageText(usage: ComponentUsage): string {
	switch (usage.kind) {
		case "template":
			return `template ${usage.name}`;
		case "channel":
			return `channel ${usage.component}@${usage.name}`;
		case "server":
			return `server ${usage.name} of deployment ${usage.deployment}`;
		case "publication":
			return `publication ${usage.publication} of ${revisionRef(usage.component, usage.revision)}`;
	}
}
