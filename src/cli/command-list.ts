import type { CommandModule } from "./define-command.ts";

/** A command of the top level. Its module is loaded when it is asked for. */
export interface CommandEntry {
	readonly name: string;
	readonly about: string;
	readonly heading: "Look" | "Change" | "Run" | "Access";
	load(): Promise<CommandModule>;
}

/** Every command, in the order of the help. */
export const commandList: readonly CommandEntry[] = [
	{ name: "resolve", about: "print the image id for a cloud", heading: "Look", load: () => import("./commands/resolve.ts") },
	{ name: "list", about: "list MultiCloud Images", heading: "Look", load: () => import("./commands/list.ts") },
	{ name: "show", about: "show a MultiCloud Image with its settings", heading: "Look", load: () => import("./commands/show.ts") },
	{ name: "log", about: "list the revisions of a MultiCloud Image", heading: "Look", load: () => import("./commands/log.ts") },
	{ name: "where-used", about: "tell which revisions use an image", heading: "Look", load: () => import("./commands/where-used.ts") },
	{ name: "image", about: "search the images of the catalogue", heading: "Look", load: () => import("./commands/image.ts") },
	{ name: "cloud", about: "list and add clouds", heading: "Look", load: () => import("./commands/cloud.ts") },
	{ name: "export", about: "write a MultiCloud Image as a YAML file", heading: "Look", load: () => import("./commands/export.ts") },
	{ name: "upstream", about: "import what vendors publish, and keep it current", heading: "Change", load: () => import("./commands/upstream.ts") },
	{
		name: "deployment",
		about: "servers that belong together, and the inputs they share",
		heading: "Change",
		load: () => import("./commands/deployment.ts"),
	},
	{
		name: "server",
		about: "configure servers by template and cloud, and keep them current",
		heading: "Change",
		load: () => import("./commands/server.ts"),
	},
	{ name: "create", about: "create a MultiCloud Image", heading: "Change", load: () => import("./commands/create.ts") },
	{ name: "describe", about: "change the description and tags", heading: "Change", load: () => import("./commands/describe.ts") },
	{ name: "set", about: "set the images of clouds", heading: "Change", load: () => import("./commands/set.ts") },
	{ name: "unset", about: "take clouds out", heading: "Change", load: () => import("./commands/unset.ts") },
	{ name: "commit", about: "commit HEAD as a revision that never changes", heading: "Change", load: () => import("./commands/commit.ts") },
	{ name: "apply", about: "make MultiCloud Images what files say", heading: "Change", load: () => import("./commands/apply.ts") },
	{ name: "serve", about: "run a registry", heading: "Run", load: () => import("./commands/serve.ts") },
	{
		name: "move-database",
		about: "copy an embedded registry into PostgreSQL",
		heading: "Run",
		load: () => import("./commands/move-database.ts"),
	},
	{ name: "completion", about: "print the completion script of a shell", heading: "Run", load: () => import("./commands/completion.ts") },
	{ name: "version", about: "print the version", heading: "Run", load: () => import("./commands/version.ts") },
	{ name: "login", about: "remember a registry and its token", heading: "Access", load: () => import("./commands/login.ts") },
	{ name: "whoami", about: "tell whose token this is", heading: "Access", load: () => import("./commands/whoami.ts") },
	{
		name: "audit",
		about: "tell who did what, and verify that nothing of it was changed",
		heading: "Access",
		load: () => import("./commands/audit.ts"),
	},
	{ name: "token", about: "list, create and revoke tokens", heading: "Access", load: () => import("./commands/token.ts") },
];
