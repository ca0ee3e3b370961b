import type { Token } from "../../client/generated/registry.ts";
import { UsageError } from "../usage-error.ts";

/** A token's number as typed. Throws `UsageError`. */
export function readTokenId(text: string): number {
	if (!/^\d{1,15}$/.test(text)) throw new UsageError("A token is named by its number.", "`mci token list` shows it.");
	return Number(text);
}

/** The component that a token is for, as `--only` takes it; empty for all of the account. */
export function onlyText({ only }: Pick<Token, "only">): string {
	if (only === null) return "";
	return only.kind === "mci" ? only.name : `${only.kind}:${only.name}`;
}
