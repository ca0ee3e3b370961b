import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: "small",
					include: ["src/{base,core,upstreams,net,api,cli}/**/*.test.ts"],
					isolate: false,
					testTimeout: 20_000,
				},
			},
		],
	},
});
