import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The folder of this package: above the sources, or above the bundle that holds this file. */
export function packageFolder(): string {
	let folder = import.meta.dirname;
	while (!existsSync(join(folder, "package.json"))) {
		const above = dirname(folder);
		if (above === folder) throw new Error("this package's folder is not there");
		folder = above;
	}
	return folder;
}
