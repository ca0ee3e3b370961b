import { UsageError } from "../usage-error.ts";
import type { Output } from "./output.ts";

/** How much of a list a person asked for. */
export interface PageOptions {
	readonly limit?: string | undefined;
	readonly all?: boolean | undefined;
}

/** One page as the API gives it. */
export interface Page<T> {
	readonly items: readonly T[];
	readonly next: string | null;
}

const usual = 50;
/** The API's own limit of a page. */
const largest = 500;

/** Asks for one page. */
export type AskPage<T> = (page: { limit: number; cursor?: string }) => Promise<Page<T>>;

/** Reads pages until the wanted number of items is there, or all of them. `next` tells whether there are more. */
export async function readPages<T>(ask: AskPage<T>, options: PageOptions): Promise<Page<T>> {
	const items: T[] = [];
	let next: string | null = null;
	for await (const page of pagesOf(ask, options)) {
		items.push(...page.items);
		next = page.next;
	}
	return { items, next };
}

/** The same pages one by one, as they come. */
export async function* pagesOf<T>(ask: AskPage<T>, options: PageOptions): AsyncGenerator<Page<T>, void, undefined> {
	let rest = options.all ? Number.POSITIVE_INFINITY : readLimit(options.limit);
	let next: string | null = null;
	do {
		const page: Page<T> = await ask({ limit: Math.min(largest, rest), ...(next === null ? {} : { cursor: next }) });
		yield page;
		rest -= page.items.length;
		next = page.next;
	} while (next !== null && rest > 0);
}

/** Prints a page: JSON, or a table and, when there is more, how to get it. */
export function printPage<T>(
	output: Output,
	page: Page<T>,
	header: readonly string[],
	row: (item: T) => readonly string[],
): void {
	if (output.json) {
		output.value(page);
		return;
	}
	if (page.items.length === 0) {
		output.note("Nothing found.");
		return;
	}
	output.table(header, page.items.map(row));
	if (page.next !== null) output.note(`${page.items.length} shown; more: --all, or --limit N`);
}

function readLimit(text: string | undefined): number {
	if (text === undefined) return usual;
	if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageError(`--limit is a number of items from 1, not “${text}”.`);
	return Number(text);
}
