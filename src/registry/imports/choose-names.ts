import { someOf } from "../../base/some-of.ts";
import { trimCharacters } from "../../base/trim-characters.ts";
import { type ComponentKind, componentNouns, parseComponentName } from "../../core/component/index.ts";
import { fault } from "../../core/errors.ts";
import type { Transaction } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import type { Needs } from "../needs.ts";
import type { SortedLineage } from "./compare-with-account.ts";

/** An import's name in this account and its publisher's name for it. */
export interface ImportName {
	readonly kind: ComponentKind;
	readonly lineage: string;
	readonly name: string;
	readonly publishedName: string;
}

/** A name that an import can't have. */
export interface NameClash extends ImportName {
	/** The component that has the name. */
	readonly taken: string;
	/** A free name to use instead. */
	readonly suggestion: string;
}

/**
 * Chooses the name of each lineage that is new in the account: the requested one, else its publisher's. Throws
 * `import-name-taken` with all clashes if a name belongs to another component, still answers for one, or is requested
 * twice. Never picks another name on its own.
 */
export async function nameNewImports(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	actor: Actor,
	asked: { readonly lineages: readonly SortedLineage[]; readonly names: ReadonlyMap<string, string> },
): Promise<Map<string, ImportName>> {
	const names = new Map<string, ImportName>();
	const clashes: NameClash[] = [];
	const wanted = new Map<string, string>();
	for (const { lineage, kind, publishedName, publisher, component, fresh } of asked.lineages) {
		if (component || fresh.length === 0) continue;
		const name = parseComponentName(asked.names.get(lineage) ?? publishedName);
		const named = { kind, lineage, name, publishedName };
		const taken = await whoHas(needs, tx, actor, { kind, name, wanted });
		if (taken === undefined) {
			wanted.set(`${kind} ${name}`, publisher.name);
			names.set(lineage, named);
			continue;
		}
		const isFree = async (other: string) =>
			(await whoHas(needs, tx, actor, { kind, name: other, wanted })) === undefined;
		const suggestion = await freeName({ name: publishedName, publisher: publisher.name }, isFree);
		wanted.set(`${kind} ${suggestion}`, publisher.name);
		clashes.push({ ...named, taken, suggestion });
	}
	if (clashes.length === 0) return names;
	throw fault("import-name-taken", {
		names: someOf(clashes.map(({ kind, name, taken }) => `${componentNouns[kind].one} “${name}” (${taken})`)),
		cure: clashes
			.map(({ publishedName, suggestion }) => `--name ${JSON.stringify(`${publishedName}=${suggestion}`)}`)
			.join(" "),
		clashes,
	});
}

async function whoHas(
	needs: Pick<Needs, "now">,
	tx: Transaction,
	actor: Actor,
	asked: { readonly kind: ComponentKind; readonly name: string; readonly wanted: ReadonlyMap<string, string> },
): Promise<string | undefined> {
	const { kind, name, wanted } = asked;
	const other = wanted.get(`${kind} ${name}`);
	if (other !== undefined) return `also imported from ${other} now`;
	const found = await tx.components.find(actor.accountId, kind, name);
	if (found) return found.publisher === null ? "your own" : `imported from ${found.publisher}`;
	const former = await tx.components.findFormerName(actor.accountId, kind, { name, at: needs.now() });
	if (!former) return undefined;
	const [now] = await tx.components.listByIds([former.componentId]);
	return `a former name of “${now?.name ?? ""}” until ${former.expiresAt.slice(0, 10)}`;
}

/** A free name that includes the publisher's. */
async function freeName(
	of: { readonly name: string; readonly publisher: string },
	isFree: (name: string) => Promise<boolean>,
): Promise<string> {
	const prefix = trimCharacters(of.publisher.toLowerCase().replace(/[^a-z0-9]+/g, "-"), "-").slice(0, 40);
	const base = `${prefix === "" ? "imported" : prefix}-${of.name}`.slice(0, 190).trimEnd();
	for (let n = 1; ; n++) {
		const name = n === 1 ? base : `${base}-${n}`;
		if (await isFree(name)) return name;
	}
}
