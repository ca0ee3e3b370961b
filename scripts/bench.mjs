// `npm run bench`: installs and builds (the command line is measured as users run it), then runs the benchmarks.
// Arguments go to bench/run.ts.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { setup } from "./setup.mjs";

setup({ build: true });
const { runOnNode24 } = createRequire(import.meta.url)("../bin/node-24.js");
const run = fileURLToPath(new URL("../bench/run.ts", import.meta.url));
runOnNode24(["--expose-gc", run, ...process.argv.slice(2)], { needs: "npm run bench" });
