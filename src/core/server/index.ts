export * from "./connection-needs.ts";
export * from "./render-terraform.ts";
export * from "./server-overrides.ts";
export * from "./server-states.ts";
