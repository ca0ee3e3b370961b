export * from "./patch-contents.ts";
export * from "./patch-scripts.ts";
export * from "./patch-templates.ts";
export * from "./replay.ts";
