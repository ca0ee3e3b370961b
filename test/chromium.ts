import { type ExecFileSyncOptions, execFileSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";

/** A browser with a profile of its own, which is deleted with it. */
export interface TestBrowser {
	readonly context: BrowserContext;
	close(): Promise<void>;
}

/** Starts Chromium without a window. `hosts` are names that resolve to this machine; every other name fails. */
export async function startChromium({ hosts }: { readonly hosts: readonly string[] }): Promise<TestBrowser> {
	const profile = mkdtempSync(join(tmpdir(), "mci-chromium-"));
	const rules = [...hosts.map((host) => `MAP ${host} 127.0.0.1`), "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"];
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: findChromium(),
		// Chromium's sandbox needs a user who is not root.
		chromiumSandbox: process.getuid?.() !== 0,
		viewport: { width: 1280, height: 900 },
		args: [
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
			"--no-proxy-server",
			`--host-resolver-rules=${rules.join(", ")}`,
		],
	});
	return {
		context,
		close: async () => {
			await context.close();
			rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The path of a real Chromium: CHROMIUM_PATH, else the first on PATH, else apt's on Debian as root. Throws if there is
 * none: a test of the page without a browser proves nothing.
 */
export function findChromium(): string {
	const found = process.env["CHROMIUM_PATH"] ?? findOnPath() ?? install();
	if (found !== undefined) return found;
	throw new Error(
		"There is no Chromium here. Install one (Debian: apt-get install chromium fonts-dejavu-core), or name it with CHROMIUM_PATH.",
	);
}

function findOnPath(): string | undefined {
	const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
	return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

function install(): string | undefined {
	if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version") || !isExecutable("/usr/bin/apt-get"))
		return undefined;
	console.error("test/chromium: installing Chromium with apt-get, once");
	const options: ExecFileSyncOptions = {
		stdio: ["ignore", "ignore", "inherit"],
		env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
	};
	try {
		execFileSync("apt-get", ["update", "-q"], options);
		execFileSync(
			"apt-get",
			["install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core"],
			options,
		);
	} catch (error) {
		console.error(`test/chromium: apt-get did not install it: ${String(error)}`);
	}
	return findOnPath();
}
