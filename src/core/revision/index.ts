export * from "./canonical-form.ts";
export * from "./merge-base.ts";
export * from "./reference.ts";
export * from "./revision-ref.ts";
