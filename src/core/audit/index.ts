export * from "./audit-chain.ts";
export * from "./audit-entry.ts";
