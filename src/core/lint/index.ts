export * from "./lint.ts";
export * from "./lint-policy.ts";
export * from "./render-sarif.ts";
export * from "./rule.ts";
export * from "./rules.gen.ts";
export * from "./subjects.ts";
