import { defineConfig } from "orval";

/** The client in src/client/generated, from openapi.json. */
export default defineConfig({
	registry: {
		input: "./openapi.json",
		output: {
			target: "src/client/generated/registry.ts",
			client: "fetch",
			urlEncodeParameters: true,
			mode: "single",
			clean: true,
			override: {
				mutator: { path: "src/client/request.ts", name: "request", extension: ".ts" },
				fetch: { includeHttpResponseReturnType: false },
			},
		},
	},
});
