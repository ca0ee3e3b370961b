import { StatementSync } from "node:sqlite";
import pg from "pg";

/** Counts the SQL statements that this process runs from now on, on both engines. */
export function countStatements(): { readonly count: () => number; stop(): void } {
	let count = 0;
	const undo = [
		...(["all", "get", "run", "iterate"] as const).map((name) => watch(StatementSync.prototype, name, () => count++)),
		watch(pg.Client.prototype, "query", () => count++),
	];
	return {
		count: () => count,
		stop: () => {
			for (const one of undo) one();
		},
	};
}

function watch<K extends string>(owner: { [key in K]: unknown }, name: K, seen: () => void): () => void {
	const before = owner[name] as (...given: unknown[]) => unknown;
	const watched = function (this: unknown, ...given: unknown[]): unknown {
		seen();
		return before.apply(this, given);
	};
	Object.defineProperty(owner, name, { value: watched, configurable: true, writable: true });
	return () => Object.defineProperty(owner, name, { value: before, configurable: true, writable: true });
}
