import { packedForm } from "../src/core/bundle/index.ts";
import type { ComponentKind } from "../src/core/component/index.ts";
import { audienceOf, publisherKey } from "../src/core/marketplace/index.ts";
import type { TemplateContent } from "../src/core/template/index.ts";
import { eventListeners } from "../src/main/event-listeners.ts";
import { jobHandlers } from "../src/main/job-handlers.ts";
import type { Actor } from "../src/registry/actor.ts";
import { getRevision } from "../src/registry/components/get-component.ts";
import { allPins } from "../src/registry/components/template-pins.ts";
import { dispatchEvents } from "../src/registry/events/dispatch-events.ts";
import { runJobs } from "../src/registry/jobs/run-jobs.ts";
import type { Needs } from "../src/registry/needs.ts";
import { packRevision } from "../src/registry/revisions/pack-revision.ts";

/** The audience of a test's publication. */
export interface OfferedTo {
	/** Ids of account groups; omitted for everyone. */
	readonly groups?: readonly number[];
	/** True if it is only published because something else needs it. */
	readonly isDependency?: boolean;
}

/** Writes rows of the marketplace without a publisher's rules: the data that importing reads. */
export interface Publications {
	/** Sets the account's publisher name. */
	name(name: string): Promise<void>;
	/**
	 * Publishes a revision, and with a template its pins. Returns the publication's number. Republishes a HEAD that was
	 * published before.
	 */
	publish(kind: ComponentKind, ref: string, to?: OfferedTo): Promise<number>;
	setState(publication: number, state: "active" | "deprecated" | "retracted"): Promise<void>;
	/** Creates an account group with these members. */
	group(name: string, ...members: readonly Actor[]): Promise<number>;
}

export function publicationsOf(needs: Needs, actor: Actor): Publications {
	const entry = (act: string, subjectId: number) => ({
		accountId: actor.accountId,
		at: needs.now(),
		actor: actor.name,
		act,
		subjectKind: "publication" as const,
		subjectId,
		subjectName: "x",
		headVersion: null,
		before: null,
		after: null,
	});
	const made: Publications = {
		name: async (name) => {
			await needs.store.write(async (tx) => {
				await tx.publishers.put(
					{ accountId: actor.accountId, name, key: publisherKey(name), email: null, url: null, description: "" },
					needs.now(),
				);
				tx.record(entry("publisher.set", actor.accountId));
			});
		},
		publish: async (kind, ref, to = {}) => {
			const { component, number, content, digest } = await getRevision(needs, actor, { kind, ref });
			if (kind === "template") {
				const pins = new Map(
					allPins(content as TemplateContent).map(({ pin }) => [`${pin.lineage}@${pin.revision}`, pin]),
				);
				for (const { lineage, revision } of pins.values()) {
					const [pinned] = await needs.store.read.components.listByLineages(actor.accountId, [lineage]);
					const there =
						pinned && (await needs.store.read.publications.findRevision(actor.accountId, lineage, revision));
					if (pinned && !there)
						await made.publish(pinned.kind, `${pinned.name}@${revision}`, { ...to, isDependency: true });
				}
			}
			const packed = number === 0 ? await packRevision(needs, needs.store.read, { component, number }) : undefined;
			const written = {
				name: component.name,
				digest,
				short: "",
				description: "",
				notes: "",
				categories: [],
				audience: audienceOf({ everyone: to.groups === undefined, groups: to.groups ?? [] }),
				isDependency: to.isDependency ?? false,
				clouds: [],
				os: null,
				osVersion: null,
				architecture: null,
				snapshot: packed ? packedForm(packed) : null,
				by: actor.name,
				at: needs.now(),
			};
			return needs.store.write(async (tx) => {
				const there = await tx.publications.findRevision(actor.accountId, component.lineage, number);
				if (there) await tx.publications.replace(there.id, written);
				const owner = {
					accountId: actor.accountId,
					kind,
					lineage: component.lineage,
					number,
					componentId: component.id,
				};
				const id = there ? there.id : await tx.publications.insert({ ...written, ...owner });
				tx.record(entry(there ? "publication.republish" : "publication.publish", id));
				return id;
			});
		},
		setState: (publication, state) =>
			needs.store.write(async (tx) => {
				await tx.publications.setState(publication, state, needs.now());
				const acts = { active: "reactivate", deprecated: "deprecate", retracted: "retract" } as const;
				tx.record(entry(`publication.${acts[state]}`, publication));
			}),
		group: (name, ...members) =>
			needs.store.write(async (tx) => {
				const { id } = await tx.accountGroups.insert({
					accountId: actor.accountId,
					name,
					description: "",
					at: needs.now(),
				});
				for (const member of members) await tx.accountGroups.addMember(id, member.accountId, needs.now());
				tx.record(entry("group.create", id));
				return id;
			}),
	};
	return made;
}

/** Runs all background work, as the server does. Throws the error of a failed job. */
export async function inBackground(needs: Needs): Promise<void> {
	const { problems } = await dispatchEvents(needs, { limit: 10_000, listeners: eventListeners });
	if (problems[0]) throw problems[0].error;
	const { failed } = await runJobs(needs, { limit: 1000, handlers: jobHandlers });
	if (failed[0]) throw failed[0].error;
}
