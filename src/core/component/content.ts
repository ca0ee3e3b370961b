import type { MciContent } from "../image/mci.ts";
import type { ScriptContent } from "../script/script-content.ts";
import type { TemplateContent } from "../template/template-content.ts";
import type { ComponentKind } from "./component-kind.ts";

interface Contents {
	readonly mci: MciContent;
	readonly template: TemplateContent;
	readonly script: ScriptContent;
}

/** The content of a revision of a kind: `ContentOf<"mci">` is `MciContent`. */
export type ContentOf<K extends ComponentKind> = Contents[K];

/** The content of a revision of any kind. */
export type ComponentContent = ContentOf<ComponentKind>;
