import type { ComponentKind, ContentOf, Pin } from "../src/core/component/index.ts";
import { mciContent, parseCloudSlug, plainSetting } from "../src/core/image/index.ts";
import { scriptContent } from "../src/core/script/index.ts";
import { templateContent } from "../src/core/template/index.ts";
import type { Actor } from "../src/registry/actor.ts";
import { createComponent } from "../src/registry/components/create-component.ts";
import { type EditedHead, editHead } from "../src/registry/components/edit-head.ts";
import { getRevision } from "../src/registry/components/get-component.ts";
import { pinTo } from "../src/registry/components/template-pins.ts";
import type { Needs } from "../src/registry/needs.ts";
import { type Committed, commitRevision } from "../src/registry/revisions/commit-revision.ts";
import type { StoredComponent } from "../src/registry/stored.ts";

/** Components of any kind with a value at each of some places, to test version control of all kinds. */
export interface Scene {
	make(kind: ComponentKind, name: string): Promise<StoredComponent>;
	/** Sets places of HEAD, `a` to `d`, to a value; null removes the place. */
	put(
		kind: ComponentKind,
		name: string,
		places: Places,
		how?: { readonly as?: Actor; readonly expected?: number | null },
	): Promise<EditedHead>;
	commit(kind: ComponentKind, name: string, message?: string): Promise<Committed>;
	/** Pins revisions of MCIs in HEAD of a template by name, 0 for HEAD; the first one is the default. */
	pin(template: string, mcis: Readonly<Record<string, number>>): Promise<EditedHead<"template">>;
	/** The values at the places of a revision. */
	read(kind: ComponentKind, ref: string): Promise<Places>;
}

export type Place = "a" | "b" | "c" | "d";
export type Places = Readonly<Partial<Record<Place, string | null>>>;

const clouds: Readonly<Record<Place, string>> = {
	a: "azure-centralus",
	b: "azure-eastus",
	c: "azure-westeurope",
	d: "gcp",
};
const placeNames = ["a", "b", "c", "d"] as const;

/** The path of a place, as in conflicts and rejections. */
export function pathOf(kind: ComponentKind, place: Place): string {
	switch (kind) {
		case "mci":
			return `${clouds[place]}.image`;
		case "template":
			return `inputs.${place}`;
		case "script":
			return `inputs.${place}.default`;
	}
}

/** Creates scenes in an actor's account. */
export function sceneOf(needs: Needs, actor: Actor): Scene {
	return {
		make: (kind, name) => createComponent(needs, actor, { kind, name, description: "made" }),
		put: (kind, name, places, { as = actor, expected = null } = {}) =>
			editHead(needs, as, { kind, name, expected, act: "patch", change: (head) => withPlaces(kind, head, places) }),
		commit: (kind, name, message = "m") => commitRevision(needs, actor, { kind, name, expected: null, message }),
		pin: (name, mcis) =>
			editHead(needs, actor, {
				kind: "template",
				name,
				expected: null,
				act: "patch",
				change: async (head, _component, tx) => {
					const pins: Pin[] = [];
					for (const [mci, number] of Object.entries(mcis)) {
						const component = await tx.components.find(actor.accountId, "mci", mci);
						const revision = component && number > 0 ? await tx.revisions.find(component.id, number) : undefined;
						pins.push(pinTo(component ?? { lineage: `no ${mci}` }, revision ?? null));
					}
					return templateContent({ ...head, mcis: pins, defaultMci: pins[0]?.lineage ?? null });
				},
			}),
		read: async (kind, ref) => placesOf((await getRevision(needs, actor, { kind, ref })).content),
	};
}

function withPlaces<K extends ComponentKind>(kind: K, head: ContentOf<K>, places: Places): ContentOf<K>;
function withPlaces(_kind: ComponentKind, head: ContentOf<ComponentKind>, places: Places): ContentOf<ComponentKind> {
	const all = Object.entries({ ...placesOf(head), ...places }).filter(
		(entry): entry is [Place, string] => entry[1] !== null,
	);
	if ("settings" in head) {
		const settings = all.map(([place, uid]) =>
			plainSetting(parseCloudSlug(clouds[place]), { kind: "id", uid, checksum: null }),
		);
		return mciContent({ ...head, settings });
	}
	if ("source" in head) {
		const inputs = all.map(([name, value]) => ({ name, description: "", default: value, required: false }));
		return scriptContent({ ...head, inputs, source: "#!/bin/sh\n" });
	}
	return templateContent({ ...head, inputs: Object.fromEntries(all) });
}

function placesOf(content: ContentOf<ComponentKind>): Record<string, string> {
	const found = placeNames.flatMap((place): [string, string][] => {
		if ("settings" in content) {
			const setting = content.settings.find((one) => one.cloud === clouds[place]);
			return setting ? [[place, setting.image.uid]] : [];
		}
		if ("source" in content) {
			const input = content.inputs.find(({ name }) => name === place);
			return input ? [[place, input.default ?? ""]] : [];
		}
		return Object.hasOwn(content.inputs, place) ? [[place, content.inputs[place] ?? ""]] : [];
	});
	return Object.fromEntries(found);
}
