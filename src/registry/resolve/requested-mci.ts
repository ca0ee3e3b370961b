import { fault } from "../../core/errors.ts";
import { parseReference, renderReference } from "../../core/revision/index.ts";
import type { OverriddenMci } from "../../core/server/index.ts";
import type { TemplateContent } from "../../core/template/index.ts";
import type { Reads, StoredComponent } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { type ComponentRevision, getComponent, getRevision, ownReference } from "../components/get-component.ts";
import type { RevisionOf } from "../components/pinned-content.ts";
import type { Needs } from "../needs.ts";

interface RequestedRevision {
	readonly actor: Actor;
	readonly template: Pick<ComponentRevision<"template">, "content">;
}

type Reading = Pick<Needs, "store" | "now" | "sha256">;

/**
 * The MCI revision that a reference requests for a server of a template. A bare name means the revision on the
 * template, which was tested; for an MCI that is not on the template, its newest commit. Throws the `…-not-found` of
 * the missing part.
 */
export async function requestedMciOf(
	needs: Reading,
	reads: Reads,
	requested: RequestedRevision & { readonly ref: string },
): Promise<RevisionOf> {
	return revisionOf(needs, reads, {
		...requested,
		overridden: await overriddenMci(needs, reads, requested.actor, requested.ref),
	});
}

/** A requested MCI as a server stores it: by lineage, which no rename changes. */
export async function overriddenMci(
	needs: Pick<Needs, "now">,
	reads: Reads,
	actor: Actor,
	ref: string,
): Promise<OverriddenMci> {
	const { name } = ownReference(actor, ref);
	const { lineage } = await getComponent(reads, actor, { kind: "mci", name, at: needs.now() });
	return { lineage, selector: selectorOf(ref) };
}

/** The revision that a stored request means now. Throws the `…-not-found` of the missing part. */
export async function revisionOf(
	needs: Reading,
	reads: Reads,
	requested: RequestedRevision & { readonly overridden: OverriddenMci },
): Promise<RevisionOf> {
	const { actor, template, overridden } = requested;
	const [component] = await reads.components.listByLineages(actor.accountId, [overridden.lineage]);
	if (component?.kind !== "mci")
		throw fault("mci-not-found", { name: overridden.lineage, account: actor.account, near: [] });
	const { selector } = overridden;
	const own = selector === null ? ownRevision(template.content, component) : undefined;
	if (own !== undefined) return { component, number: own };
	const ref = selector === null ? component.name : `${component.name}@${selector}`;
	const { number } = await getRevision(needs, actor, { kind: "mci", ref, reads });
	return { component, number };
}

/** The part of a reference after the @, in its one spelling; null if there is none. Throws `reference-invalid`. */
export function selectorOf(ref: string): string | null {
	if (!ref.includes("@")) return null;
	const { selector } = parseReference(ref);
	if (selector.kind === "latest") return "latest";
	return renderReference({ account: null, name: "x", selector }).slice("x@".length);
}

function ownRevision({ mcis }: TemplateContent, { lineage }: StoredComponent): number | undefined {
	return mcis.find((pin) => pin.lineage === lineage)?.revision;
}
