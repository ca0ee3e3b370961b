import { posix } from "node:path";

/** A source tree as data: path from the project's root, with `/`, to text. */
export type Tree = ReadonlyMap<string, string>;

/** A broken rule. `where` is the file, with the line when there is one. */
export interface Finding {
	readonly rule: string;
	readonly where: string;
	readonly says: string;
}

interface Import {
	readonly file: string;
	readonly line: number;
	/** As written. */
	readonly specifier: string;
	/** The file that it refers to, if it is relative. */
	readonly target?: string;
	/** `import type` or `export type`: erased at run time. */
	readonly typeOnly: boolean;
}

/** The roots that each root may import; docs/architecture.md has the same table. A root may always import itself. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
	base: [],
	core: ["base"],
	storage: ["core", "base"],
	net: ["core", "base"],
	clouds: ["core", "base", "net"],
	upstreams: ["core", "base", "net"],
	openid: ["core", "base", "net"],
	registry: ["core", "base"],
	api: ["registry", "core", "base"],
	client: [],
	cli: ["client", "core", "base"],
	web: ["client", "core", "base"],
	main: ["base", "core", "storage", "net", "clouds", "upstreams", "openid", "registry", "api", "client", "cli", "web"],
};

/**
 * The doors of the core that each root uses: `errors` is src/core/errors.ts, every other one src/core/<noun>/index.ts.
 * A root that needs another door adds it here; a door that a root no longer uses is removed.
 */
export const coreDoors: Readonly<Record<string, readonly string[]>> = {
	storage: [
		"access",
		"audit",
		"bundle",
		"component",
		"errors",
		"event",
		"image",
		"lint",
		"marketplace",
		"resolve",
		"server",
		"template",
		"user-data",
	],
	net: ["errors"],
	upstreams: ["component", "errors", "image"],
	openid: ["access", "errors"],
	registry: [
		"access",
		"audit",
		"bundle",
		"component",
		"diff",
		"errors",
		"event",
		"image",
		"lint",
		"marketplace",
		"merge",
		"patch",
		"resolve",
		"revision",
		"script",
		"server",
		"template",
		"user-data",
	],
	api: [
		"access",
		"audit",
		"bundle",
		"component",
		"diff",
		"errors",
		"event",
		"image",
		"lint",
		"marketplace",
		"merge",
		"resolve",
		"script",
		"server",
		"template",
	],
	cli: [
		"access",
		"audit",
		"bundle",
		"component",
		"diff",
		"errors",
		"event",
		"image",
		"marketplace",
		"revision",
		"script",
		"server",
		"template",
	],
	main: ["audit", "bundle", "errors", "image"],
};

/**
 * The rooms of a root, from the ground up. A room imports the hall (the files next to the rooms) and rooms on lower
 * floors; types count too. So there is no cycle between rooms, and every call goes downwards. `commands/*` stands for
 * one room per command; commands do not import each other.
 */
export const floors: Readonly<Record<string, readonly (readonly string[])[]>> = {
	registry: [
		["audit", "events"],
		["account-groups", "clouds", "components", "jobs", "users", "webhooks"],
		["lint", "mcis", "tokens", "upstreams", "where-used"],
		["accounts", "revisions", "sign-in"],
		["channels", "lifecycles", "marketplace", "templates", "updates", "workloads"],
		["images", "imports"],
		["bundles", "resolve"],
		["feeds", "servers"],
	],
	cli: [
		["output"],
		["connection", "servers"],
		["documents", "input"],
		["marketplace"],
		["versions"],
		["channels", "lint", "updates"],
		["lifecycles"],
		["commands/*"],
		["program"],
	],
};

/** Files of a hall that start a root: they import rooms, and nothing in the root imports them. */
const entrances = ["src/cli/main.ts"];

/** The maximum number of production files in a hall and in a room. */
export const mostFiles = { hall: 12, room: 25 } as const;

/** The contracts whose objects the registry receives: it may name their types, but never load their code. */
const contractRoots = ["storage", "upstreams", "net", "clouds", "openid"];
/** Roots whose folders are plug-ins, each with the folders that are shared parts instead. */
const families: Readonly<Record<string, readonly string[]>> = { upstreams: ["reading", "listing"], clouds: [] };
const withoutPackages = ["base", "core"];
const engines = ["node:sqlite", "pg", "pg-pool", "better-sqlite3", "@electric-sql/pglite"];
const emptyWords = ["util", "utils", "helper", "helpers", "manager", "managers", "impl", "misc", "common"];
const maxBaseLines = 60;

/** Every violation in the tree, in the order of its files. Checks only files under src/. */
export function checkArchitecture(tree: Tree): Finding[] {
	const files = [...tree]
		.filter(([file]) => file.startsWith("src/") && /\.tsx?$/.test(file))
		.sort(([a], [b]) => (a < b ? -1 : 1));
	const sources = files.filter(([file]) => !isTest(file));
	const imports = sources.flatMap(([file, text]) => readImports(file, text));
	return [
		...files.flatMap(([file]) => checkName(file)),
		...sources.flatMap(([file, text]) => [...checkExports(file, text), ...checkLength(file, text)]),
		...imports.flatMap((edge) => [...checkImport(edge), ...checkFloor(edge)]),
		...checkCycles(imports),
		...checkRooms(sources.map(([file]) => file)),
	];
}

function isTest(file: string): boolean {
	return /\.(test|contract)\.tsx?$/.test(file);
}

function isGenerated(file: string): boolean {
	return /\.gen\.tsx?$/.test(file) || file.startsWith("src/client/generated");
}

/**
 * The imports of a file, including types and dynamic ones. Statements begin a line (the formatter sees to it); comments
 * are ignored.
 */
export function readImports(file: string, text: string): Import[] {
	const code = text.replace(/^[ \t]*(?:\/\/|\/?\*).*$/gm, "");
	const found: Import[] = [];
	const statement = /^(?:import|export)\s+(type\s+)?(?:[\w$*\s{},]*?\sfrom\s*|(?=["']))["']([^"'\n]+)["']/gm;
	for (const match of code.matchAll(statement)) add(match.index, match[2] ?? "", match[1] !== undefined);
	for (const match of code.matchAll(/\b(?:import|require)\s*\(\s*["'`]([^"'`\n]+)["'`]/g))
		add(match.index, match[1] ?? "", false);
	return found;

	function add(at: number, specifier: string, typeOnly: boolean): void {
		const line = code.slice(0, at).split("\n").length;
		const target = specifier.startsWith(".") ? posix.join(posix.dirname(file), specifier) : undefined;
		found.push({ file, line, specifier, typeOnly, ...(target === undefined ? {} : { target }) });
	}
}

function checkImport(edge: Import): Finding[] {
	const { file, specifier, target } = edge;
	const root = rootOf(file);
	const allowed = mayImport[root];
	if (allowed === undefined) return [broken(edge, "import-table", `src/${root} has no row in the import table`)];
	if (target === undefined) {
		if (withoutPackages.includes(root))
			return [broken(edge, "no-packages", `src/${root} imports no package, not even node's`)];
		const isEngine = engines.some((name) => specifier === name || specifier.startsWith(`${name}/`));
		return isEngine && !file.startsWith("src/storage/dialects/")
			? [broken(edge, "engine", "only src/storage/dialects names a database engine")]
			: [];
	}
	if (!target.startsWith("src/")) return [broken(edge, "inside-src", "src imports nothing outside src")];
	if (isTest(target)) return [broken(edge, "no-tests", "only tests import tests and contract suites")];
	const targetRoot = rootOf(target);
	if (root === targetRoot) return checkFamily(edge, target);
	if (root === "registry" && contractRoots.includes(targetRoot)) {
		if (!edge.typeOnly)
			return [
				broken(
					edge,
					"handed-in",
					`src/registry takes only types from src/${targetRoot} (import type); the object is handed in`,
				),
			];
		return target.split("/").length === 3
			? []
			: [broken(edge, "handed-in", `src/registry takes types from the files at the root of src/${targetRoot}`)];
	}
	if (!allowed.includes(targetRoot)) {
		return [
			broken(
				edge,
				"import-table",
				`src/${root} may import ${allowed.length === 0 ? "nothing" : allowed.join(", ")}, not ${targetRoot}`,
			),
		];
	}
	if (targetRoot === "core") return checkDoor(edge, root, target);
	return [];
}

/** The core is imported only through the doors of its nouns, by each root through those that its row names. */
function checkDoor(edge: Import, root: string, target: string): Finding[] {
	const door = /^src\/core\/(?:([a-z-]+)\/index|(errors))\.ts$/.exec(target);
	const name = door?.[1] ?? door?.[2];
	if (name === undefined)
		return [broken(edge, "core-door", "the core is entered by src/core/<noun>/index.ts or src/core/errors.ts")];
	if (coreDoors[root]?.includes(name)) return [];
	return [broken(edge, "core-door", `the row of src/${root} in the table of doors does not name ${name}`)];
}

/** A room imports only the hall and rooms on lower floors; the hall imports no room. */
function checkFloor(edge: Import): Finding[] {
	const root = rootOf(edge.file);
	const order = floors[root];
	if (order === undefined || edge.target === undefined || rootOf(edge.target) !== root) return [];
	if (entrances.includes(edge.file)) return [];
	if (entrances.includes(edge.target))
		return [broken(edge, "rooms-down", "it starts the root, and nothing imports it")];
	const [from, to] = [roomOf(edge.file), roomOf(edge.target)];
	if (to === undefined || from === to) return [];
	if (from === undefined) return [broken(edge, "rooms-down", `the hall of src/${root} imports no room`)];
	const [above, below] = [floorOf(order, from), floorOf(order, to)];
	if (above === -1 || below === -1 || below < above) return [];
	return [broken(edge, "rooms-down", `${to} is not on a floor below ${from}`)];
}

/** Every room has its place in the table, and neither a room nor the hall is too full. */
function checkRooms(sources: readonly string[]): Finding[] {
	return Object.entries(floors).flatMap(([root, order]) => {
		const inRoot = sources.filter((file) => rootOf(file) === root && !isGenerated(file));
		const rooms = Map.groupBy(inRoot, (file) => roomOf(file));
		return [...rooms].flatMap(([room, files]) => {
			const where = room === undefined ? `src/${root}` : `src/${root}/${room}`;
			const most = room === undefined ? mostFiles.hall : mostFiles.room;
			return [
				...(room === undefined || floorOf(order, room) !== -1
					? []
					: [{ rule: "room-known", where, says: "the room has no floor: give it one in test/architecture.ts" }]),
				...(files.length <= most
					? []
					: [{ rule: "room-size", where, says: `${files.length} files; at most ${most}: it wants rooms` }]),
			];
		});
	});
}

function floorOf(order: readonly (readonly string[])[], room: string): number {
	const listed = room.includes("/") ? `${room.split("/")[0]}/*` : room;
	return order.findIndex((floor) => floor.includes(listed));
}

/** The room of a file; undefined for a file of the hall. Each command of the command line has its own room. */
function roomOf(file: string): string | undefined {
	const [, , folder, noun, ...rest] = file.split("/");
	return file.startsWith("src/cli/commands/") && rest.length > 0 ? `${folder}/${noun}` : folderOf(file);
}

/**
 * A plug-in imports its own folder, the family's root and shared parts; the root's files import no plug-in, except
 * through the generated list.
 */
function checkFamily(edge: Import, target: string): Finding[] {
	const root = rootOf(edge.file);
	const shared = families[root];
	if (shared === undefined || isGenerated(edge.file)) return [];
	const from = folderOf(edge.file);
	const to = folderOf(target);
	if (to === undefined || to === from || shared.includes(to)) return [];
	return [
		broken(
			edge,
			"members-apart",
			from === undefined
				? `only the generated list imports a member of src/${root}`
				: `${from} imports another member, ${to}`,
		),
	];
}

function checkCycles(imports: readonly Import[]): Finding[] {
	const edges = Map.groupBy(imports, (edge) => edge.file);
	const done = new Set<string>();
	const findings: Finding[] = [];
	for (const file of edges.keys()) visit(file, []);
	return findings;

	function visit(file: string, path: readonly Import[]): void {
		if (done.has(file)) return;
		const start = path.findIndex((edge) => edge.file === file);
		const [first] = path.slice(start);
		if (start !== -1 && first !== undefined) {
			const ring = [...path.slice(start).map((edge) => edge.file), file].join(" → ");
			findings.push(broken(first, "no-cycles", ring));
			return;
		}
		for (const edge of edges.get(file) ?? []) if (edge.target !== undefined) visit(edge.target, [...path, edge]);
		done.add(file);
	}
}

function checkName(file: string): Finding[] {
	if (isGenerated(file)) return [];
	const name = posix.basename(file);
	// A plug-in's folder has the name that its publisher or cloud gave itself.
	const own = families[rootOf(file)] === undefined ? file : file.replace(/^(src\/\w+\/)[^/]+\//, "$1");
	const words = own.split(/[/.-]/);
	const empty = words.filter((word) => emptyWords.includes(word));
	return [
		...(/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|contract))?\.tsx?$/.test(name)
			? []
			: [{ rule: "kebab-case", where: file, says: "file names are kebab-case" }]),
		...empty.map((word) => ({ rule: "telling-names", where: file, says: `“${word}” says nothing: name the idea` })),
	];
}

function checkExports(file: string, text: string): Finding[] {
	if (isGenerated(file)) return [];
	return text.split("\n").flatMap((line, index) => {
		const isDefault = /^export\s+default\b/.test(line) || /^export\s*\{.*\bas\s+default\b/.test(line);
		return isDefault ? [{ rule: "named-exports", where: `${file}:${index + 1}`, says: "exports have names" }] : [];
	});
}

function checkLength(file: string, text: string): Finding[] {
	const lines = text.trimEnd().split("\n").length;
	if (!file.startsWith("src/base/") || lines <= maxBaseLines) return [];
	return [{ rule: "small-base", where: file, says: `${lines} lines; a file of src/base has at most ${maxBaseLines}` }];
}

function rootOf(file: string): string {
	return file.split("/")[1] ?? "";
}

/** The folder below the root that a file is in; undefined for the root's own files. */
function folderOf(file: string): string | undefined {
	const parts = file.split("/");
	return parts.length > 3 ? parts[2] : undefined;
}

function broken(edge: Import, rule: string, says: string): Finding {
	return { rule, where: `${edge.file}:${edge.line}`, says: `imports ${edge.specifier}: ${says}` };
}
