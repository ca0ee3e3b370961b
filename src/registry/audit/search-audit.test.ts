import { beforeAll, describe, expect, it } from "vitest";
import { engines, faultOf, useRegistry, withRoles } from "../../../test/registries.ts";
import type { AuditEntry, AuditFilter } from "../../storage/store.ts";
import type { Actor } from "../actor.ts";
import { getAuditEntry, pagesOfAudit, searchAudit } from "./search-audit.ts";

describe.each(engines)("the entries of an account on %s", (engine) => {
	const registry = useRegistry(engine);
	let actor: Actor;
	let other: Actor;

	/** Days of January 2026, in the order in which they were written; the clock of one server was behind. */
	const days = [1, 2, 3, 3, 5, 4, 6];
	const acts = [
		"account.create",
		"mci.create",
		"mci.describe",
		"mcis.other",
		"cloud.add",
		"upstream.sync",
		"mci.create",
	];
	beforeAll(async () => {
		actor = await registry.newActor();
		other = await registry.newActor();
		for (const [i, day] of days.entries()) {
			const entry: AuditEntry = {
				accountId: actor.accountId,
				at: `2026-01-0${day}T00:00:00.000Z`,
				actor: i % 2 ? "Ann" : "ann",
				act: acts[i] ?? "",
				subjectKind: i === 5 ? "upstream" : "mci",
				subjectId: i,
				subjectName: i === 5 ? "list_%" : `web ${i % 3}`,
				headVersion: null,
				before: i === 4 ? { uid: 'ami-"OLD"' } : null,
				after: i === 4 ? { uid: "ami-ÄNEW" } : null,
			};
			await registry.needs.store.write(async (tx) => {
				tx.record(entry);
				tx.record({ ...entry, accountId: other.accountId });
			});
		}
	});

	const find = async (filter: Partial<AuditFilter>) =>
		(await searchAudit(registry.needs, actor, { sort: "oldest", limit: 100, ...filter })).map(
			(entry) => entry.subjectId,
		);

	it.each<readonly [string, Partial<AuditFilter>, readonly number[]]>([
		["everything but how the account was made", { subjectKind: "mci" }, [0, 1, 2, 3, 4, 6]],
		["who, by the exact name", { actor: "Ann" }, [1, 3, 5]],
		["an act", { act: "mci.create" }, [1, 6]],
		["all acts of one noun", { act: "mci.*" }, [1, 2, 6]],
		["no act that is only the beginning of one", { act: "mci" }, []],
		["a star that is not at the end", { act: "*.create" }, []],
		["a kind and a name", { subjectKind: "mci", subjectName: "web 1" }, [1, 4]],
		["a name", { subjectName: "list_%" }, [5]],
		["from a time on", { since: "2026-01-04T00:00:00.000Z", until: "2026-02-01T00:00:00.000Z" }, [4, 5, 6]],
		["before a time", { until: "2026-01-03T00:00:00.000Z", subjectKind: "mci" }, [0, 1]],
		["text of a name", { text: "LIST_" }, [5]],
		["text that looks like a pattern", { text: "_%" }, [5]],
		["text of what was there before, quotes too", { text: '-"old"' }, [4]],
		["text of what came after", { text: "ami-Änew" }, [4]],
		["several at once", { actor: "ann", act: "cloud.*", text: "ami" }, [4]],
		["nothing for quotes of SQL", { subjectName: "' or 1=1 --" }, []],
	])("are found by %s", async (_what, filter, found) => {
		expect(await find(filter)).toEqual(found);
		expect(await find({ ...filter, sort: "newest" })).toEqual(found.toReversed());
	});

	it("are listed page by page in either order, without those of other accounts", async () => {
		const all = await searchAudit(registry.needs, actor, { sort: "newest", limit: 100 });
		expect(all).toHaveLength(8);
		expect(new Set(all.map((entry) => entry.accountId))).toEqual(new Set([actor.accountId]));
		for (const sort of ["newest", "oldest"] as const) {
			const paged = [];
			for (let after: number | undefined; ; ) {
				const page = await searchAudit(registry.needs, actor, { sort, after, limit: 3 });
				paged.push(...page);
				if (page.length < 3) break;
				after = page.at(-1)?.seq;
			}
			expect(paged).toEqual(sort === "newest" ? all : all.toReversed());
		}
	});

	it("are listed up to a limit, or all", async () => {
		const limits = [null, 5, 1, 0];
		const sizes = [];
		for (const limit of limits) {
			const pages = [];
			for await (const page of pagesOfAudit(registry.needs, actor, { sort: "oldest", limit })) pages.push(page);
			sizes.push(pages.flat().length);
		}
		expect(sizes).toEqual([8, 5, 1, 0]);
	});

	it("are shown by their number, only to their own account", async () => {
		const [mine] = await searchAudit(registry.needs, actor, { act: "cloud.add", sort: "newest", limit: 1 });
		const [theirs] = await searchAudit(registry.needs, other, { act: "cloud.add", sort: "newest", limit: 1 });
		expect(await getAuditEntry(registry.needs, actor, mine?.seq ?? 0)).toEqual(mine);
		for (const seq of [theirs?.seq ?? 0, 0, -1, Number.MAX_SAFE_INTEGER]) {
			expect(await faultOf(() => getAuditEntry(registry.needs, actor, seq))).toMatchObject({
				code: "audit-entry-not-found",
				details: { seq },
			});
		}
	});

	it("are visible to writers and not to readers", async () => {
		const as = (role: "reader" | "writer") =>
			searchAudit(registry.needs, withRoles(actor, role), { sort: "newest", limit: 1 });
		expect(await faultOf(() => as("reader"))).toMatchObject({ code: "permission-denied" });
		expect(await as("writer")).toHaveLength(1);
		expect(await faultOf(() => getAuditEntry(registry.needs, withRoles(actor, "reader"), 1))).toMatchObject({
			code: "permission-denied",
		});
	});
});
