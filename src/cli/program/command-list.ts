import type { CommandModule } from "../input/define-command.ts";

/** A top-level command. Its module is loaded when it is used. */
export interface CommandEntry {
	readonly name: string;
	/** Another name for it. */
	readonly alias?: string;
	readonly about: string;
	readonly heading: "View" | "Change" | "Versions" | "Releases" | "Share" | "Servers" | "Run" | "Access";
	load(): Promise<CommandModule>;
}

/** Every command, in the order of the help. */
export const commandList: readonly CommandEntry[] = [
	{
		name: "resolve",
		about: "print the image id for a cloud",
		heading: "View",
		load: () => import("../commands/resolve/index.ts"),
	},
	{ name: "list", about: "list MultiCloud Images", heading: "View", load: () => import("../commands/list/index.ts") },
	{
		name: "show",
		about: "show a MultiCloud Image with its settings",
		heading: "View",
		load: () => import("../commands/show/index.ts"),
	},
	{
		name: "where-used",
		about: "show what uses an image, an MCI, a template or a script",
		heading: "View",
		load: () => import("../commands/where-used/index.ts"),
	},
	{
		name: "image",
		about: "search images, deprecate and revoke them",
		heading: "View",
		load: () => import("../commands/image/index.ts"),
	},
	{ name: "cloud", about: "list and add clouds", heading: "View", load: () => import("../commands/cloud/index.ts") },
	{
		name: "notification",
		alias: "notifications",
		about: "list notifications, and mark them as read",
		heading: "View",
		load: () => import("../commands/notification/index.ts"),
	},
	{
		name: "export",
		about: "write a MultiCloud Image as a YAML file",
		heading: "View",
		load: () => import("../commands/export/index.ts"),
	},
	{
		name: "create",
		about: "create a MultiCloud Image",
		heading: "Change",
		load: async () => (await import("../versions/create-command.ts")).createCommand("mci"),
	},
	{
		name: "describe",
		about: "change the description and tags",
		heading: "Change",
		load: async () => (await import("../versions/describe-command.ts")).describeCommand("mci"),
	},
	{ name: "set", about: "set the images of clouds", heading: "Change", load: () => import("../commands/set/index.ts") },
	{
		name: "unset",
		about: "remove the settings of clouds",
		heading: "Change",
		load: () => import("../commands/unset/index.ts"),
	},
	{
		name: "apply",
		about: "create or update components from files, or apply a patch",
		heading: "Change",
		load: () => import("../commands/apply/index.ts"),
	},
	{
		name: "upstream",
		about: "import vendors' images, and keep them current",
		heading: "Change",
		load: () => import("../commands/upstream/index.ts"),
	},
	{
		name: "undo",
		about: "undo the last edit of HEAD",
		heading: "Change",
		load: async () => (await import("../versions/undo-command.ts")).undoCommand("mci"),
	},
	{
		name: "rename",
		about: "rename a MultiCloud Image",
		heading: "Change",
		load: async () => (await import("../versions/rename-command.ts")).renameCommand("mci"),
	},
	{
		name: "delete",
		about: "delete a MultiCloud Image with all its revisions",
		heading: "Change",
		load: async () => (await import("../versions/delete-command.ts")).deleteCommand("mci"),
	},
	{
		name: "commit",
		about: "commit HEAD as a revision",
		heading: "Versions",
		load: async () => (await import("../versions/commit-command.ts")).commitCommand("mci"),
	},
	{
		name: "log",
		about: "list the revisions of a MultiCloud Image",
		heading: "Versions",
		load: async () => (await import("../versions/log-command.ts")).logCommand("mci"),
	},
	{
		name: "diff",
		about: "show the differences between two revisions",
		heading: "Versions",
		load: async () => (await import("../versions/diff-command.ts")).diffCommand("mci"),
	},
	{
		name: "merge",
		about: "merge another revision's changes into HEAD",
		heading: "Versions",
		load: async () => (await import("../versions/merge-command.ts")).mergeCommand("mci"),
	},
	{
		name: "clone",
		about: "copy a revision as a new MultiCloud Image",
		heading: "Versions",
		load: async () => (await import("../versions/clone-command.ts")).cloneCommand("mci"),
	},
	{
		name: "restore",
		about: "set HEAD to the content of a revision",
		heading: "Versions",
		load: async () => (await import("../versions/restore-command.ts")).restoreCommand("mci"),
	},
	{
		name: "updates",
		about: "list available updates",
		heading: "Versions",
		load: async () => (await import("../updates/updates-command.ts")).updatesCommand("mci"),
	},
	{
		name: "swap",
		about: "replace a revision in all templates that use it",
		heading: "Versions",
		load: async () => (await import("../updates/swap-command.ts")).swapCommand("mci"),
	},
	{
		name: "channel",
		about: "list, move and restrict channels",
		heading: "Releases",
		load: async () => (await import("../channels/channel-command.ts")).channelCommand("mci"),
	},
	{
		name: "promote",
		about: "move a channel to another channel's revision",
		heading: "Releases",
		load: async () => (await import("../channels/promote-command.ts")).promoteCommand("mci"),
	},
	{
		name: "lint",
		about: "check a MultiCloud Image against the rules",
		heading: "Releases",
		load: async () => (await import("../lint/lint-command.ts")).lintCommand("mci"),
	},
	{
		name: "impact",
		about: "show what the withdrawal of a commit would affect",
		heading: "Releases",
		load: async () => (await import("../lifecycles/impact-command.ts")).impactCommand("mci"),
	},
	{
		name: "deprecate",
		about: "mark a commit as deprecated",
		heading: "Releases",
		load: async () => (await import("../lifecycles/lifecycle-command.ts")).lifecycleCommand("mci", "deprecated"),
	},
	{
		name: "revoke",
		about: "revoke a commit, now or at a date",
		heading: "Releases",
		load: async () => (await import("../lifecycles/lifecycle-command.ts")).lifecycleCommand("mci", "revoked"),
	},
	{
		name: "reactivate",
		about: "reactivate a deprecated or revoked commit",
		heading: "Releases",
		load: async () => (await import("../lifecycles/lifecycle-command.ts")).lifecycleCommand("mci", "active"),
	},
	{
		name: "marketplace",
		about: "search the marketplace; import and follow publications",
		heading: "Share",
		load: () => import("../commands/marketplace/index.ts"),
	},
	{
		name: "publish",
		about: "publish a revision for everyone or for account groups",
		heading: "Share",
		load: async () => (await import("../marketplace/publish-command.ts")).publishCommand("mci"),
	},
	{
		name: "publication",
		about: "show, edit, hide and retract publications",
		heading: "Share",
		load: () => import("../commands/publication/index.ts"),
	},
	{
		name: "publisher",
		about: "show and edit an account's publisher page",
		heading: "Share",
		load: () => import("../commands/publisher/index.ts"),
	},
	{
		name: "group",
		about: "manage account groups, to which accounts share",
		heading: "Share",
		load: () => import("../commands/group/index.ts"),
	},
	{
		name: "bundle",
		about: "carry publications between installations as signed files",
		heading: "Share",
		load: () => import("../commands/bundle/index.ts"),
	},
	{
		name: "feed",
		about: "publish to and subscribe to directories of signed files",
		heading: "Share",
		load: () => import("../commands/feed/index.ts"),
	},
	{
		name: "template",
		about: "manage ServerTemplates: MultiCloud Images, scripts, inputs",
		heading: "Servers",
		load: () => import("../commands/template/index.ts"),
	},
	{
		name: "script",
		about: "manage scripts: programs with inputs that templates run",
		heading: "Servers",
		load: () => import("../commands/script/index.ts"),
	},
	{
		name: "deployment",
		about: "manage deployments: servers that belong together, and their inputs",
		heading: "Servers",
		load: () => import("../commands/deployment/index.ts"),
	},
	{
		name: "server",
		about: "configure servers by template and cloud, and keep them current",
		heading: "Servers",
		load: () => import("../commands/server/index.ts"),
	},
	{
		name: "imports",
		about: "list imports and their updates, and update them",
		heading: "Share",
		load: () => import("../commands/imports/index.ts"),
	},
	{ name: "serve", about: "run a registry", heading: "Run", load: () => import("../commands/serve/index.ts") },
	{
		name: "jobs",
		about: "run background work, without a server",
		heading: "Run",
		load: () => import("../commands/jobs/index.ts"),
	},
	{
		name: "move-database",
		about: "copy an embedded registry into PostgreSQL",
		heading: "Run",
		load: () => import("../commands/move-database/index.ts"),
	},
	{
		name: "completion",
		about: "print the completion script of a shell",
		heading: "Run",
		load: () => import("../commands/completion/index.ts"),
	},
	{ name: "version", about: "print the version", heading: "Run", load: () => import("../commands/version/index.ts") },
	{
		name: "login",
		about: "store a registry and its token",
		heading: "Access",
		load: () => import("../commands/login/index.ts"),
	},
	{
		name: "logout",
		about: "remove a stored registry, and revoke the token that login made",
		heading: "Access",
		load: () => import("../commands/logout/index.ts"),
	},
	{
		name: "whoami",
		about: "show whose token this is",
		heading: "Access",
		load: () => import("../commands/whoami/index.ts"),
	},
	{
		name: "token",
		about: "list, create, exchange and revoke tokens",
		heading: "Access",
		load: () => import("../commands/token/index.ts"),
	},
	{
		name: "workload-rule",
		about: "manage workload rules: which CI jobs get tokens",
		heading: "Access",
		load: () => import("../commands/workload-rule/index.ts"),
	},
	{
		name: "sign-in",
		about: "manage sign-in providers",
		heading: "Access",
		load: () => import("../commands/sign-in/index.ts"),
	},
	{
		name: "account",
		about: "list, create and describe accounts",
		heading: "Access",
		load: () => import("../commands/account/index.ts"),
	},
	{
		name: "member",
		about: "manage members and their roles",
		heading: "Access",
		load: () => import("../commands/member/index.ts"),
	},
	{
		name: "user",
		about: "manage users and their passwords",
		heading: "Access",
		load: () => import("../commands/user/index.ts"),
	},
	{
		name: "session",
		about: "list and end your sessions",
		heading: "Access",
		load: () => import("../commands/session/index.ts"),
	},
	{
		name: "webhook",
		about: "send notifications to an address, and list the deliveries",
		heading: "Access",
		load: () => import("../commands/webhook/index.ts"),
	},
	{
		name: "audit",
		about: "show who did what, and verify that the audit is unchanged",
		heading: "Access",
		load: () => import("../commands/audit/index.ts"),
	},
	{
		name: "policy",
		about: "show and set the lint policy",
		heading: "Access",
		load: () => import("../commands/policy/index.ts"),
	},
];
