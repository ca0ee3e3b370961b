import { describe, expect, it } from "vitest";
import { readPages } from "./pages.ts";

/** A list of `total` numbers with at most 500 per page. */
function listOf(total: number) {
	const asked: { limit: number; cursor?: string }[] = [];
	const ask = async (page: { limit: number; cursor?: string }) => {
		asked.push(page);
		const from = Number(page.cursor ?? 0);
		const to = Math.min(total, from + page.limit);
		return { items: Array.from({ length: to - from }, (_, i) => from + i), next: to < total ? String(to) : null };
	};
	return { ask, asked };
}

describe("pages", () => {
	it.each([
		[{}, 1200, 50, "50", [50]],
		[{}, 20, 20, null, [50]],
		[{ limit: "3" }, 1200, 3, "3", [3]],
		[{ limit: "700" }, 1200, 700, "700", [500, 200]],
		[{ limit: "1200" }, 1200, 1200, null, [500, 500, 200]],
		[{ all: true }, 1200, 1200, null, [500, 500, 500]],
		[{ all: true, limit: "3" }, 1200, 1200, null, [500, 500, 500]],
	])("with %j of %i items are %i, and next is %s", async (options, total, length, next, limits) => {
		const { ask, asked } = listOf(total);
		const page = await readPages(ask, options);
		expect(page).toEqual({ items: Array.from({ length }, (_, i) => i), next });
		expect(asked.map(({ limit }) => limit)).toEqual(limits);
	});

	it.each(["0", "-1", "x", "1.5", ""])("with --limit %j are refused", async (limit) => {
		await expect(readPages(listOf(1).ask, { limit })).rejects.toThrow(
			"is not a number of items. --limit takes a number from 1",
		);
	});
});
