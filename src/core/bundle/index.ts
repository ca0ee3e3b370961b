export * from "./bundle.ts";
export * from "./envelope.ts";
export * from "./feed-index.ts";
export { foreignFault } from "./foreign-value.ts";
export * from "./make-bundle.ts";
export * from "./open-bundle.ts";
export * from "./packed-revision.ts";
export * from "./pinned-revisions.ts";
