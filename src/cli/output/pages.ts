import { UsageError } from "../usage-error.ts";

/** How much of a list to show. */
export interface PageOptions {
	readonly limit?: string | undefined;
	readonly all?: boolean | undefined;
}

/** One page of the API. */
export interface Page<T> {
	readonly items: readonly T[];
	readonly next: string | null;
}

const usual = 50;
/** The largest page of the API. */
const largest = 500;

/** Requests one page. */
export type AskPage<T> = (page: { limit: number; cursor?: string }) => Promise<Page<T>>;

/** Reads pages up to the requested number of items, or all. `next` is null if there are no more. */
export async function readPages<T>(ask: AskPage<T>, options: PageOptions): Promise<Page<T>> {
	const items: T[] = [];
	let next: string | null = null;
	for await (const page of pagesOf(ask, options)) {
		items.push(...page.items);
		next = page.next;
	}
	return { items, next };
}

/** Reads the same pages one by one. */
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

function readLimit(text: string | undefined): number {
	if (text === undefined) return usual;
	if (!/^[1-9]\d{0,8}$/.test(text))
		throw new UsageError(`“${text}” is not a number of items. --limit takes a number from 1.`);
	return Number(text);
}
