import { defineConfig } from "vitest/config";

/** Small: no database, no server; without isolation, whose cost would be most of the time. Medium and large: with PostgreSQL. */
export default defineConfig({
	test: {
		projects: [
			{
				test: {
					name: "small",
					include: [
						"src/{base,core,upstreams,net,openid,cli}/**/*.test.ts",
						"test/{architecture,doc-links,error-catalogue,sizes,words}.test.ts",
					],
					isolate: false,
					testTimeout: 30_000,
				},
			},
			{
				test: {
					name: "large",
					include: ["src/{storage,registry,api,main}/**/*.test.ts", "test/**/*.test.ts"],
					exclude: ["test/{architecture,doc-links,error-catalogue,sizes,words}.test.ts"],
					globalSetup: "test/postgres.ts",
					testTimeout: 60_000,
					hookTimeout: 60_000,
				},
			},
		],
	},
});
