import type { ComponentKind } from "../component/component-kind.ts";
import type { Pin } from "../component/pin.ts";
import type { ImageIdentity } from "../image/image.ts";
import type { Setting, SettingField } from "../image/setting.ts";
import type { ScriptInput } from "../script/script-content.ts";
import type { ScriptSequence } from "../template/template-content.ts";

/** A changed text in a field that every content has. */
export interface TextChange<F extends string> {
	readonly kind: "text-changed";
	readonly field: F;
	readonly before: string;
	readonly after: string;
}

export interface TagChange {
	readonly kind: "tag-added" | "tag-removed";
	readonly tag: string;
}

/** A change in the fields that every component has. */
export type WordsChange = TextChange<"name" | "description"> | TagChange;

/** One difference between two contents of a MultiCloud Image. */
export type MciChange =
	| WordsChange
	| { readonly kind: "setting-added"; readonly cloud: string; readonly after: Setting }
	| { readonly kind: "setting-removed"; readonly cloud: string; readonly before: Setting }
	| {
			readonly kind: "setting-changed";
			readonly cloud: string;
			readonly field: SettingField;
			readonly before: ImageIdentity | string | null;
			readonly after: ImageIdentity | string | null;
	  };

/** One difference between two contents of a ServerTemplate. */
export type TemplateChange =
	| WordsChange
	/**
	 * Put at the end of the list; `mcis-reordered` tells when it is to stand elsewhere, and where one that is gone stood.
	 */
	| { readonly kind: "mci-added"; readonly lineage: string; readonly after: Pin }
	| { readonly kind: "mci-removed"; readonly lineage: string; readonly before: Pin }
	/** Another revision of the same MCI. */
	| { readonly kind: "mci-changed"; readonly lineage: string; readonly before: Pin; readonly after: Pin }
	/** The lineages in order, all that there were and all that there are. */
	| { readonly kind: "mcis-reordered"; readonly before: readonly string[]; readonly after: readonly string[] }
	/** Lineages; null = the template has no MCI. */
	| { readonly kind: "default-changed"; readonly before: string | null; readonly after: string | null }
	/** The whole list of one sequence: a script may stand in it twice, so there is no telling one place from another. */
	| {
			readonly kind: "scripts-changed";
			readonly sequence: ScriptSequence;
			readonly before: readonly Pin[];
			readonly after: readonly Pin[];
	  }
	/** null = the template says nothing of that input. */
	| {
			readonly kind: "input-changed";
			readonly name: string;
			readonly before: string | null;
			readonly after: string | null;
	  };

/** One difference between two contents of a script. */
export type ScriptChange =
	| TextChange<"name" | "description" | "source">
	| TagChange
	| { readonly kind: "script-input-added"; readonly name: string; readonly after: ScriptInput }
	| { readonly kind: "script-input-removed"; readonly name: string; readonly before: ScriptInput }
	| {
			readonly kind: "script-input-changed";
			readonly name: string;
			readonly before: ScriptInput;
			readonly after: ScriptInput;
	  };

interface Changes {
	readonly mci: MciChange;
	readonly template: TemplateChange;
	readonly script: ScriptChange;
}

/** A difference of a kind: `ChangeOf<"mci">` is `MciChange`. */
export type ChangeOf<K extends ComponentKind> = Changes[K];

/** One difference between two contents of one component, whatever its kind. */
export type Change = ChangeOf<ComponentKind>;
