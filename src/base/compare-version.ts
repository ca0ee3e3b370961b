import { compareText } from "./compare-text.ts";

/**
 * Orders versions: runs of digits by value, everything else by code unit (1.9 before 1.10). A version stays text: it is
 * never parsed as a floating-point number.
 */
export function compareVersion(a: string, b: string): number {
	const left = a.match(/\d+|\D+/g) ?? [];
	const right = b.match(/\d+|\D+/g) ?? [];
	for (let i = 0; i < Math.min(left.length, right.length); i++) {
		const order = comparePart(left[i] ?? "", right[i] ?? "");
		if (order !== 0) return order;
	}
	return left.length - right.length;
}

function comparePart(a: string, b: string): number {
	if (!/^\d/.test(a) || !/^\d/.test(b)) return compareText(a, b);
	const [x, y] = [a.replace(/^0+(?=\d)/, ""), b.replace(/^0+(?=\d)/, "")];
	return x.length - y.length || compareText(x, y);
}
