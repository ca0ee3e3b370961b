export * from "./audience.ts";
export * from "./group-name.ts";
export * from "./image-doubts.ts";
export * from "./invitation-code.ts";
export * from "./publication-fields.ts";
export * from "./publication-reference.ts";
export * from "./publication-state.ts";
export * from "./publisher-name.ts";
