export * from "./event-type.ts";
export * from "./events-of.ts";
export * from "./retry-delay.ts";
export * from "./webhook-payload.ts";
export * from "./webhook-signature.ts";
