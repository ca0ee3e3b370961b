import { nearestText } from "../../base/nearest-text.ts";
import { isArtifactPlace } from "../image/cloud.ts";

/**
 * Orders the clouds to suggest instead: names similar to the requested one, then the other clouds, artifacts last.
 */
export function cloudsInstead(asked: string, clouds: readonly string[], most = 50): string[] {
	const near = nearestText(asked, clouds, 3);
	const rest = clouds.filter((cloud) => !near.includes(cloud));
	return [...near, ...rest.filter((cloud) => !isArtifactPlace(cloud)), ...rest.filter(isArtifactPlace)].slice(0, most);
}
