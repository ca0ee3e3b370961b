export * from "./script-content.ts";
