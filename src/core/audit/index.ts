export * from "./act-values.ts";
export * from "./acts.ts";
export * from "./audit-chain.ts";
export * from "./audit-entry.ts";
