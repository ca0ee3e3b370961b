import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = execFileSync("git", ["-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z", "*.md"], {
	cwd: root,
	encoding: "utf8",
})
	.split("\0")
	.filter((page) => page !== "" && existsSync(root + page));

/** A source file in code type; pages about the source omit `src/`. */
const sourceFile =
	/`((?:src|test|docs|scripts|bench|api|core|registry|storage|net|main|cli|upstreams)\/[\w./-]+\.(?:ts|mjs|md))`/g;

/** The page without code, where brackets are not links. */
function readProse(page: string): string {
	return readFileSync(root + page, "utf8")
		.replace(/^```[\s\S]*?^```/gm, "")
		.replace(/`[^`\n]*`/g, "code");
}

/** The anchors of the headings, as the repository's website generates them. */
function anchorsOf(page: string): string[] {
	const text = readFileSync(root + page, "utf8").replace(/^```[\s\S]*?^```/gm, "");
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N} _-]/gu, "")
			.replaceAll(" ", "-"),
	);
}

/** The problem of a link; undefined if its target exists or is outside the repository. */
function problemOf(page: string, link: string): string | undefined {
	if (/^[a-z]+:/.test(link)) return undefined;
	const [path = "", anchor] = link.split("#");
	const target = path === "" ? page : posix.join(posix.dirname(page), path);
	if (!existsSync(root + target)) return `${page}: ${link}: there is no ${target}`;
	if (anchor === undefined || anchorsOf(target).includes(anchor)) return undefined;
	return `${page}: ${link}: ${target} has no such heading`;
}

describe("the documentation", () => {
	it("has no broken link between its pages", () => {
		const problems = pages.flatMap((page) =>
			[...readProse(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => problemOf(page, link) ?? []),
		);
		expect(pages.length).toBeGreaterThan(30);
		expect(problems).toEqual([]);
	});

	it("names only files that exist", () => {
		const named = pages
			.filter((page) => !/CHANGELOG|decisions\//.test(page))
			.flatMap((page) =>
				[...readFileSync(root + page, "utf8").matchAll(sourceFile)].map(([, file = ""]) => ({ page, file })),
			);
		expect(named.length).toBeGreaterThan(20);
		expect(named.filter(({ file }) => !existsSync(root + file) && !existsSync(`${root}src/${file}`))).toEqual([]);
	});
});
