import { mciContent } from "../image/mci.ts";
import { scriptContent } from "../script/script-content.ts";
import { templateContent } from "../template/template-content.ts";
import type { ComponentFields } from "./component-fields.ts";
import type { ComponentKind } from "./component-kind.ts";
import type { ComponentContent, ContentOf } from "./content.ts";

/** The content with other fields. Throws `component-name-invalid` or `component-invalid`. */
export function withFields<K extends ComponentKind>(
	content: ContentOf<K>,
	words: Partial<ComponentFields>,
): ContentOf<K>;
export function withFields(content: ComponentContent, words: Partial<ComponentFields>): ComponentContent {
	if ("settings" in content) return mciContent({ ...content, ...words });
	return "source" in content ? scriptContent({ ...content, ...words }) : templateContent({ ...content, ...words });
}
