export * from "./change.ts";
export * from "./diff-contents.ts";
export * from "./diff-scripts.ts";
export * from "./diff-templates.ts";
export * from "./invert-changes.ts";
