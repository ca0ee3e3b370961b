"use strict";
// The Node 24 that comes with the package, for machines whose own Node is older. Must itself run on Node 20.
const { spawn } = require("node:child_process");
const path = require("node:path");
const tty = require("node:tty");

/** The path of a Node >= 24.7, the first with argon2: the running one, else the packaged one; undefined when there is neither. */
function findNode24() {
	const [major, minor] = process.versions.node.split(".").map(Number);
	if (major > 24 || (major === 24 && minor >= 7)) return process.execPath;
	const platform = process.platform === "win32" ? "win" : process.platform;
	try {
		const manifest = require.resolve(`node-${platform}-${process.arch}/package.json`);
		return path.join(path.dirname(manifest), "bin", platform === "win" ? "node.exe" : "node");
	} catch {
		return undefined;
	}
}

/**
 * Runs Node 24 with these arguments in place of this process: its streams, its signals, its exit.
 * `needs` is the name to complain in when there is no Node 24.
 */
function runOnNode24(args, { needs, env = process.env }) {
	const node = findNode24();
	if (node === undefined) refuse(needs);
	const child = spawn(node, args, { stdio: "inherit", env });
	child.on("error", (error) => refuse(needs, `${node} can't be started (${error.message})`));
	// A terminal sends Ctrl-C and its hang-up to the child as well; forwarding those would make two of one.
	const fromTerminal = tty.isatty(0) || tty.isatty(1) || tty.isatty(2);
	for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => fromTerminal || child.kill(signal));
	for (const signal of ["SIGTERM", "SIGQUIT", "SIGUSR2"]) process.on(signal, () => child.kill(signal));
	child.on("exit", (code, signal) => {
		if (signal === null) process.exit(code);
		process.removeAllListeners(signal);
		process.kill(process.pid, signal);
	});
}

function refuse(needs, found = `this is Node ${process.versions.node}`) {
	process.stderr.write(
		`${needs} needs Node 24.7 or newer; ${found}.\n` +
			`Install Node 24, or let npm install the one that comes with the package for ${process.platform}-${process.arch} (without --omit=optional).\n`,
	);
	process.exit(1);
}

module.exports = { findNode24, runOnNode24 };
