// `npm test`: installs and builds (the end-to-end tests run what users run), then runs every test. Further arguments go
// to vitest.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { setup } from "./setup.mjs";

setup({ build: true });
const { runOnNode24 } = createRequire(import.meta.url)("../bin/node-24.js");
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
runOnNode24([vitest, "run", ...process.argv.slice(2)], { needs: "npm test" });
