import type { MciContent } from "../image/mci.ts";
import type { ScriptContent } from "../script/script-content.ts";
import type { TemplateContent } from "../template/template-content.ts";
import type { ComponentKind } from "./component-kind.ts";

interface Contents {
	readonly mci: MciContent;
	readonly template: TemplateContent;
	readonly script: ScriptContent;
}

/** What a revision of a kind says: `ContentOf<"mci">` is `MciContent`. */
export type ContentOf<K extends ComponentKind> = Contents[K];

/** What a revision of any kind says. */
export type ComponentContent = ContentOf<ComponentKind>;
