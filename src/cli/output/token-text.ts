import type { Token } from "../../client/generated/registry.ts";
import { UsageError } from "../usage-error.ts";

/** A token's id as typed. Throws `UsageError`. */
export function readTokenId(text: string): number {
	if (!/^\d{1,15}$/.test(text)) throw new UsageError("A token is named by its number.", "`mci token list` shows it.");
	return Number(text);
}

/** The component that a token is for, in the form of `--only`; empty for the whole account. */
export function onlyText({ only }: Pick<Token, "only">): string {
	if (only === null) return "";
	return only.kind === "mci" ? only.name : `${only.kind}:${only.name}`;
}
