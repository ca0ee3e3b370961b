// Makes a checkout ready to run: the installed packages equal the lock file, and the build is newer than the source.
// Plain JavaScript without packages, because it runs first, on the machine's own Node. Prints nothing when there is
// nothing to do.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const lockFile = join(root, "package-lock.json");
const installedLock = join(root, "node_modules", ".package-lock.json");
const installedStamp = join(root, "node_modules", ".mci-setup");
const bundle = join(root, "dist", "mci.js");
const builtStamp = join(root, "dist", ".built");

/**
 * Installs and, with `build`, builds, each only when needed. Progress goes to stderr. Exits the process when a step
 * fails.
 */
export function setup({ build, rebuild = false }) {
	install();
	if (rebuild || (build && buildIsOld())) {
		const { findNode24 } = createRequire(import.meta.url)("../bin/node-24.js");
		const node = findNode24();
		if (node === undefined) fail("building needs Node 24 or newer, and npm installed none for this platform");
		step("building dist", node, [join(root, "scripts", "build.ts")]);
	}
}

function install() {
	const lock = readFileSync(lockFile);
	const digest = createHash("sha256").update(lock).digest("hex");
	if (existsSync(installedStamp) && readFileSync(installedStamp, "utf8") === digest) return;
	// The developer may have run `npm ci` already: repeating it would cost a minute.
	if (!isInstalled(JSON.parse(lock.toString("utf8")))) {
		step("installing packages (npm ci, about a minute)", "npm", [
			"ci",
			"--include=dev",
			"--include=optional",
			"--no-audit",
			"--no-fund",
			"--loglevel=error",
		]);
	}
	writeFileSync(installedStamp, digest);
}

/**
 * Whether npm's own record of node_modules has every package of the lock file; packages for other platforms may be
 * missing.
 */
function isInstalled(lock) {
	if (!existsSync(installedLock)) return false;
	const installed = JSON.parse(readFileSync(installedLock, "utf8")).packages;
	return Object.entries(lock.packages).every(([path, wanted]) => {
		if (path === "") return true;
		const found = installed[path];
		return found === undefined ? wanted.optional === true : found.version === wanted.version;
	});
}

function buildIsOld() {
	if (!existsSync(bundle) || !existsSync(builtStamp)) return true;
	const built = statSync(builtStamp).mtimeMs;
	const single = [join(root, "package.json"), lockFile, join(root, "scripts", "build.ts")];
	return single.some((file) => statSync(file).mtimeMs > built) || hasNewer(join(root, "src"), built);
}

/** Checks folders too: only their time changes when a file is deleted or moved away. */
function hasNewer(folder, time) {
	if (statSync(folder).mtimeMs > time) return true;
	return readdirSync(folder, { withFileTypes: true }).some((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return hasNewer(path, time);
		return !entry.name.endsWith(".test.ts") && statSync(path).mtimeMs > time;
	});
}

function step(what, command, args) {
	process.stderr.write(`setup: ${what}\n`);
	// stdout belongs to the command that needed the setup.
	const done = spawnSync(command, args, {
		cwd: root,
		stdio: ["ignore", 2, 2],
		shell: process.platform === "win32" && command === "npm",
	});
	if (done.error !== undefined) fail(`${what}: ${done.error.message}`);
	if (done.status !== 0) fail(`${what}: ended with ${done.signal ?? `exit code ${done.status}`}`);
}

function fail(problem) {
	process.stderr.write(`setup: ${problem}\n`);
	process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url))
	setup({ build: true, rebuild: process.argv.includes("--rebuild") });
