export * from "./edit-template-inputs.ts";
export * from "./edit-template-mcis.ts";
export * from "./edit-template-scripts.ts";
export * from "./template-content.ts";
export * from "./template-inputs.ts";
