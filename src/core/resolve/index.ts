export * from "./clouds-instead.ts";
export * from "./compare-resolution.ts";
export * from "./resolution.ts";
export * from "./resolve-mci.ts";
export * from "./resolve-template.ts";
export * from "./template-candidate.ts";
export * from "./withdrawal.ts";
