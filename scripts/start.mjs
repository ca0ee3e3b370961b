// `npm start`: installs and builds, then serves with the sample images from ./data. Further arguments go to `mci
// serve`; a repeated option overrides ours.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { setup } from "./setup.mjs";

setup({ build: true });
const launcher = fileURLToPath(new URL("../bin/mci", import.meta.url));
// Runs in this process, so that signals and the exit code need no relay.
process.argv = [process.execPath, launcher, "serve", "--data", "data", "--samples", ...process.argv.slice(2)];
createRequire(import.meta.url)(launcher);
