import { mciContent } from "../image/mci.ts";
import { scriptContent } from "../script/script-content.ts";
import { templateContent } from "../template/template-content.ts";
import type { ComponentKind } from "./component-kind.ts";
import type { ComponentWords } from "./component-words.ts";
import type { ComponentContent, ContentOf } from "./content.ts";

/** The same content with other words about it. Throws `component-name-invalid` or `component-invalid`. */
export function withWords<K extends ComponentKind>(content: ContentOf<K>, words: Partial<ComponentWords>): ContentOf<K>;
export function withWords(content: ComponentContent, words: Partial<ComponentWords>): ComponentContent {
	if ("settings" in content) return mciContent({ ...content, ...words });
	return "source" in content ? scriptContent({ ...content, ...words }) : templateContent({ ...content, ...words });
}
