import { compareText } from "./compare-text.ts";
import { compareVersion } from "./compare-version.ts";

/** Orders paths by their parts as versions, so that `v1.9.0/list.json` comes before `v1.10.0/list.json`. */
export function comparePath(a: string, b: string): number {
	const [left, right] = [a.split(/[\\/]/), b.split(/[\\/]/)];
	for (let i = 0; i < Math.min(left.length, right.length); i++) {
		const [x = "", y = ""] = [left[i], right[i]];
		const order = compareVersion(x, y) || compareText(x, y);
		if (order !== 0) return order;
	}
	return left.length - right.length;
}
