import { createHash } from "node:crypto";
import { authenticator } from "../src/registry/sign-in/authenticate.ts";
import { createToken } from "../src/registry/tokens/create-token.ts";
import type { Marketplace } from "./marketplace-rows.ts";
import { type BenchOptions, compare, costMeasure, type Measure, microseconds, type Side } from "./measure.ts";
import type { RawDatabase } from "./raw-database.ts";

const tokens = 10_000;
const perRound = 500;

/**
 * Tokens that are new to this process, from each account in turn. Recording a token's use is part of the measured time.
 */
export async function compareAuthentication(
	bench: Marketplace,
	raw: RawDatabase,
	{ quick }: BenchOptions,
): Promise<Measure> {
	const { engine, needs, size } = bench;
	const made = await createToken(needs, bench.actorAt(0), { name: "bench", roles: ["observer"] });
	const [row] = await engine.query("select * from tokens where id = ?", [made.token.id]);
	if (!row) throw new Error("the token is not there");
	const { id: _id, ...like } = row;
	const secretOf = (i: number) => `mci_bench-${i}`;
	const hashOf = (i: number) => createHash("sha256").update(secretOf(i)).digest("hex");
	await engine.transaction(async (db) => {
		const rows = Array.from({ length: tokens }, (_, i) => {
			return { ...like, account_id: bench.actorAt(i % size.accounts).accountId, name: `bench-${i}`, hash: hashOf(i) };
		});
		await engine.insertMany(db, "tokens", rows as never);
	});
	let next = 0;
	const some = () => Array.from({ length: perRound }, () => (next++ * 7) % tokens);
	const text = `select t.*, a.name as account, u.name as owner from tokens t join accounts a on a.id = t.account_id
		left join users u on u.id = t.user_id where t.hash = $1`;
	const ours: Side = async () => {
		const { actorOf } = authenticator(needs);
		for (const i of some()) {
			const { account } = await actorOf({ kind: "token", secret: secretOf(i) });
			if (account === "") throw new Error(`token ${i} belongs to no account`);
		}
		// Uses are recorded one after the other: waiting for the next write waits for all of them.
		await needs.store.keep(async () => undefined);
		return perRound;
	};
	const baseline: Side = async () => {
		for (const i of some()) {
			const [found] = await raw.all(text, [hashOf(i)]);
			await engine.transaction(async (db) => {
				await db.updateTable("tokens").set({ last_used_at: needs.now() }).where("id", "=", Number(found?.id)).execute();
			});
		}
		return perRound;
	};
	const how = { rounds: quick ? 5 : 15, clock: engine.name === "sqlite" ? ("cpu" as const) : ("wall" as const) };
	const result = await compare({ ours, baseline }, how);
	return costMeasure(
		`a token of ${tokens.toLocaleString("en")} on ${engine.name}, not seen yet · hand-written SQL`,
		result,
		microseconds,
		null,
	);
}
