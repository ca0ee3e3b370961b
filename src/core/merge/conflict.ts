import type { ComponentKind } from "../component/component-kind.ts";
import type { Pin } from "../component/pin.ts";
import type { PlaceValue } from "../component/place-value.ts";
import type { ImageIdentity } from "../image/image.ts";
import type { Setting, SettingField } from "../image/setting.ts";
import type { ScriptInput, ScriptInputField } from "../script/script-content.ts";
import type { ScriptSequence } from "../template/template-content.ts";

/** The value at one place in the common ancestor and in both sides; null = none. */
interface At<V extends PlaceValue> {
	/**
	 * The place as people write it, unique among the conflicts of a merge: `aws-us-east-1.image`, `mcis.<lineage>`,
	 * `inputs.PORT`.
	 */
	readonly path: string;
	readonly base: V | null;
	readonly ours: V;
	readonly theirs: V;
}

/** Both sides changed one text field differently. `base` is null without a common ancestor. */
export interface TextConflict<F extends string> extends At<string> {
	readonly place: F;
}

/** Both sides changed one place of a MultiCloud Image differently. */
export type MciConflict =
	| TextConflict<"name" | "description">
	/** One side removed the setting that the other changed. */
	| (At<Setting | null> & { readonly place: "setting"; readonly cloud: string })
	| (At<ImageIdentity | string | null> & {
			readonly place: "field";
			readonly cloud: string;
			readonly field: SettingField;
	  });

/**
 * Both sides changed one place of a ServerTemplate differently, or so that both together would not be a valid template.
 */
export type TemplateConflict =
	| TextConflict<"name" | "description">
	/** Lineages. The default of one side may be missing in the merged template, or each side chose another. */
	| (At<string | null> & { readonly place: "default" })
	| (At<Pin | null> & {
			readonly place: "mci";
			readonly lineage: string;
			/** Its position in the merged list, from 0, counted over its members and all MCIs in conflict. */
			readonly position: number;
	  })
	/** Lineages in order. */
	| (At<readonly string[]> & { readonly place: "mci-order" })
	/** The whole list of one sequence, in running order. */
	| (At<readonly Pin[]> & { readonly place: "scripts"; readonly sequence: ScriptSequence })
	| (At<string | null> & { readonly place: "input"; readonly name: string });

/** Both sides changed one place of a script differently. */
export type ScriptConflict =
	| TextConflict<"name" | "description" | "source">
	/** One side removed the input that the other changed. */
	| (At<ScriptInput | null> & { readonly place: "script-input"; readonly name: string })
	| (At<string | boolean | null> & {
			readonly place: "script-input-field";
			readonly name: string;
			readonly field: ScriptInputField;
	  });

interface Conflicts {
	readonly mci: MciConflict;
	readonly template: TemplateConflict;
	readonly script: ScriptConflict;
}

/** A conflict of a kind: `ConflictOf<"mci">` is `MciConflict`. */
export type ConflictOf<K extends ComponentKind> = Conflicts[K];

/** A conflict of any kind of component. */
export type Conflict = ConflictOf<ComponentKind>;

/** A merged content, always valid, with ours at the place of every conflict, and the conflicts. */
export interface Merged<C, X extends Conflict = Conflict> {
	readonly content: C;
	readonly conflicts: readonly X[];
}
