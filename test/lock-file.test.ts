import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface Locked {
	readonly version?: string;
	readonly integrity?: string;
	readonly resolved?: string;
	readonly hasInstallScript?: boolean;
	readonly dev?: boolean;
}

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
const lock = JSON.parse(read("package-lock.json")) as { readonly packages: Readonly<Record<string, Locked>> };
const packages = Object.entries(lock.packages).filter(([path]) => path !== "");

describe("an installation", () => {
	it("runs no script of a package", () => {
		expect(read(".npmrc").split("\n")).toContain("ignore-scripts=true");
		// Its script only checks the binary that another package provides; it is not installed with the published package.
		const known = ["node_modules/esbuild"];
		expect(
			packages.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path, { dev }]) => [path, dev]),
		).toEqual(known.map((path) => [path, true]));
	});

	it("gets from each package exactly the bytes that the lock file records, all of them from the registry", () => {
		expect(packages.length).toBeGreaterThan(100);
		for (const [path, { integrity, resolved, version }] of packages) {
			expect(integrity, path).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
			expect(version, path).toMatch(/^\d+\.\d+\.\d+/);
			if (resolved !== undefined) expect(resolved, path).toMatch(/^https:\/\/registry\.npmjs\.org\//);
		}
	});

	it("has exact versions of its direct dependencies", () => {
		const manifest = JSON.parse(read("package.json")) as Readonly<Record<string, Readonly<Record<string, string>>>>;
		for (const kind of ["dependencies", "devDependencies", "optionalDependencies"]) {
			for (const [name, version] of Object.entries(manifest[kind] ?? {}))
				expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
		}
	});
});
