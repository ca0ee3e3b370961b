import fc from "fast-check";
import { expect, it } from "vitest";
import { localTarget, usualTarget } from "./local-target.ts";

it.each(["/docs", "/", "/v1/mcis?limit=1#top", "/a//b", "/%2F%2Fevil.example", "/docs?to=https://evil.example"])(
	"accepts %j as a local page",
	(asked) => {
		expect(localTarget(asked)).toBe(asked);
	},
);

it.each([
	undefined,
	"",
	"docs",
	"https://evil.example",
	"//evil.example",
	"///evil.example",
	"/\\evil.example",
	"\\\\evil.example",
	"/\t/evil.example",
	"/\n/evil.example",
	"/./\\evil.example",
	"/..//evil.example",
	"/.//evil.example",
	"javascript:alert(1)",
	`/${"a".repeat(3000)}`,
])("replaces %j by the default page", (asked) => {
	expect(localTarget(asked)).toBe(usualTarget);
});

it("keeps the browser on this registry for any input", () => {
	const tricky = fc.array(
		fc.constantFrom("/", "\\", ".", "..", "@", ":", "evil.example", "?", "#", "\t", "\n", "%5c", "%2f", "http:", " "),
		{
			maxLength: 8,
		},
	);
	fc.assert(
		fc.property(tricky, (parts) => {
			const target = localTarget(`/${parts.join("")}`);
			expect(new URL(target, "https://mci.example/sign-in").host).toBe("mci.example");
			expect(target).toMatch(/^\/(?!\/)/);
		}),
	);
});
