import type { ListDocument } from "./document.ts";
import type { Source } from "./source.ts";
import { sources } from "./sources.gen.ts";

/** The formats of a document: a general one only where no other recognizes it. One for any real document. */
export function recognizeSources(document: ListDocument): readonly Source[] {
	const fitting = sources.filter((source) => source.recognizes(document));
	const special = fitting.filter((source) => !source.isGeneral);
	return special.length > 0 ? special : fitting;
}
