export * from "./compose-user-data.ts";
export * from "./effective-inputs.ts";
export type { InputValue } from "./script-with-inputs.ts";
