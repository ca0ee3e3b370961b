import { sameImage } from "../../core/image/index.ts";
import type { Cell, LineCollector } from "../listing/line-collector.ts";
import type { Built } from "./artifact.ts";
import { isPrivateBuilder } from "./builder-cloud.ts";

/** The builds of one run of an image, in the order of the file, with their cells. */
interface Run<B> {
	readonly name: string;
	readonly builds: readonly B[];
	readonly cells: Map<B, Cell[]>;
}

/**
 * Skips all but the last template that a run made of one image in one private cloud, where several builders (an ISO's
 * and a clone's) often make the same.
 */
export function dropReplaced<B extends Built>(collector: LineCollector, { name, builds, cells }: Run<B>): void {
	const last = new Map<string, Cell>();
	for (const build of builds.filter(({ type }) => isPrivateBuilder(type)).reverse()) {
		const kept = (cells.get(build) ?? []).filter((cell) => {
			const { slug } = cell.place();
			const later = last.get(slug);
			if (!later || sameImage(later.image, cell.image)) {
				last.set(slug, cell);
				return true;
			}
			const image = `the run's later build of ${name} in ${slug} is ${later.image.uid}`;
			collector.skip(cell.path, `${image}; give each its own custom_data.mci`);
			return false;
		});
		cells.set(build, kept);
	}
}
