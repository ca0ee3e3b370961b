const region = "(?!aws[-_])[a-z]{2,4}(?:[-_][a-z]{2,5})?[-_](?:north|south|east|west|central){1,2}[-_]?\\d{1,2}";
const whole = new RegExp(`^${region}$`, "i");
const start = new RegExp(`^(${region})[-_](.+)$`, "i");
const inside = new RegExp(`(?<![a-z0-9])${region}(?![a-z0-9])`, "i");

/**
 * True for the form of an AWS region's name (`us-gov-west-1`, `us_east_1`), of regions yet to come and misspelt ones
 * too.
 */
export function isAwsRegion(text: string): boolean {
	return text.length <= 40 && whole.test(text);
}

/** `us-east-1-trusty-amd64` → `us-east-1` and `trusty-amd64`; undefined when it does not begin with a region. */
export function splitRegion(text: string): { region: string; rest: string } | undefined {
	const match = text.length <= 200 ? start.exec(text) : null;
	return match?.[1] !== undefined && match[2] !== undefined ? { region: match[1], rest: match[2] } : undefined;
}

/** The region's name within a text such as a file's name, or null. */
export function regionIn(text: string): string | null {
	return inside.exec(text.slice(0, 300))?.[0] ?? null;
}
