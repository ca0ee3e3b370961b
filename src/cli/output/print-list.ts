import type { Output } from "./output.ts";

/** A list as a table. */
export interface ListTable<T> {
	/** Shown instead of an empty table; default “Nothing found.” */
	readonly empty?: string;
	readonly header: readonly string[];
	row(item: T): readonly string[];
}

/** Prints a list of the API: as JSON, or as a table and, if there is a next page, how to see more. */
export function printList<T>(
	output: Output,
	list: { readonly items: readonly T[]; readonly next?: string | null },
	{ empty = "Nothing found.", header, row }: ListTable<T>,
): void {
	output.show(list, () => {
		if (list.items.length === 0) output.note(empty);
		else output.table(header, list.items.map(row));
		if (list.items.length > 0 && list.next) output.note(`${list.items.length} shown; more: --all, or --limit N`);
	});
}
