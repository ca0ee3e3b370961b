export * from "./answer.ts";
export * from "./answer-contents.ts";
export * from "./answer-scripts.ts";
export * from "./answer-templates.ts";
export * from "./conflict.ts";
export * from "./merge-contents.ts";
export * from "./merge-scripts.ts";
export * from "./merge-templates.ts";
