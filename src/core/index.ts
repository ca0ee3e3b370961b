export * from "./errors.ts";
export * from "./image/architecture.ts";
export * from "./image/cloud.ts";
export * from "./image/image.ts";
export * from "./image/mci.ts";
export * from "./image/setting.ts";
