// Fails when a package that is installed with the published one has a known vulnerability (`npm audit`). Does not fail
// when the registry returns no advisories, as on some networks; it prints a warning instead.
import { spawnSync } from "node:child_process";

const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
	encoding: "utf8",
	shell: process.platform === "win32",
});
const found = read(stdout);
if (found === undefined) {
	process.stderr.write("audit: the registry gives no advisories here, so nothing was checked\n");
} else if (found.length > 0) {
	process.stderr.write(`audit: known vulnerabilities in ${found.join(", ")}; see npm audit --omit=dev\n`);
	process.exitCode = 1;
} else {
	process.stderr.write("audit: no known vulnerability\n");
}

/** The names of the vulnerable packages; undefined when the registry returned no advisories. */
function read(text) {
	try {
		const { vulnerabilities } = JSON.parse(text);
		return vulnerabilities && Object.values(vulnerabilities).map(({ name, severity }) => `${name} (${severity})`);
	} catch {
		return undefined;
	}
}
