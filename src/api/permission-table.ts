import type { PermissionName } from "../core/access/index.ts";

/** Who may call an operation: holders of a permission, everyone who is signed in, or everyone. */
export type OperationPermission = PermissionName | "signed-in" | "everyone";

/** Operations on channels, lifecycles, updates and lint of a kind of component. */
const operationsOfKind = (noun: "Mci" | "Template" | "Script") => ({
	reads: [
		`list${noun}Channels`,
		`get${noun}Channel`,
		`list${noun}ChannelMoves`,
		`list${noun}Lifecycles`,
		`get${noun}Impact`,
		`list${noun}Updates`,
		`lint${noun}`,
	],
	moves: [`move${noun}Channel`, `restrict${noun}Channel`, `remove${noun}Channel`, `rollBack${noun}Channel`],
	lifecycles: [`set${noun}Lifecycle`],
	edits: [
		`merge${noun}`,
		`patch${noun}`,
		`restore${noun}`,
		`undo${noun}`,
		`clone${noun}`,
		`rename${noun}`,
		`delete${noun}`,
		`describe${noun}`,
		`create${noun}`,
	],
});
const [mci, template, script] = [operationsOfKind("Mci"), operationsOfKind("Template"), operationsOfKind("Script")];

/**
 * Every operation of the API, by the permission it requires. The server does not start with an operation that is
 * missing here. The checks, docs/permissions.md and the test of every operation with every role use this table and
 * the table of permissions in core.
 */
export const operationsByPermission: Readonly<Record<OperationPermission, readonly string[]>> = {
	everyone: ["getHealth", "getError", "signIn", "listSignInOptions", "exchangeWorkloadToken"],
	"signed-in": ["whoAmI", "listAccounts", "getAccount", "setOwnPassword", "signOut", "listSessions", "endSession"],
	"account.read": [
		...["resolveImage", "resolveImages", "searchMcis", "getMci", "listSettings", "listRevisions", "getRevision"],
		...["searchTemplates", "getTemplate", "listTemplateRevisions", "getTemplateRevision", "getTemplateParts"],
		...["searchScripts", "getScript", "listScriptRevisions", "getScriptRevision"],
		...mci.reads,
		...template.reads,
		...script.reads,
		...["diffRevisions", "whereUsed", "listUpdates", "getPolicy"],
		...[
			"listDeployments",
			"getDeployment",
			"listServers",
			"getServer",
			"listServerUpdates",
			"exportServer",
			"previewServer",
		],
		...[
			"listAccountGroups",
			"getAccountGroup",
			"listGroupMembers",
			"listJoinedGroups",
			"listPublications",
			"getPublication",
			"getPublisher",
			"listImported",
			"getImported",
			"diffImported",
			"listSubscriptions",
		],
		...[
			"searchImages",
			"lookUpImage",
			"getImage",
			"listClouds",
			"getCloud",
			"listFormats",
			"listUpstreams",
			"getUpstream",
		],
		...["listFeeds", "getFeed", "listPublisherKeys"],
	],
	"audit.read": ["searchAudit", "getAuditEntry"],
	"audit.verify": ["verifyAudit"],
	"components.edit": [
		...mci.edits,
		...template.edits,
		...script.edits,
		...[
			"commitRevision",
			"replaceHead",
			"putSetting",
			"removeSetting",
			"commitTemplate",
			"commitScript",
			"replaceTemplateHead",
		],
		...[
			"setTemplateMcis",
			"addTemplateMci",
			"swapTemplateMci",
			"removeTemplateMci",
			"setTemplateDefault",
			"updateTemplate",
			"swapMci",
			"swapScript",
		],
		...["setTemplateScripts", "addTemplateScript", "swapTemplateScript", "removeTemplateScript", "moveTemplateScript"],
		...["setTemplateInputs", "changeTemplateInputs", "replaceScriptHead", "setScript"],
	],
	"channels.move": [...mci.moves, ...template.moves, ...script.moves],
	"lifecycles.set": [...mci.lifecycles, ...template.lifecycles, ...script.lifecycles, "setImageLifecycle"],
	"upstreams.manage": ["addUpstream", "removeUpstream", "syncUpstream", "importLists"],
	"clouds.add": ["addCloud"],
	"servers.manage": [
		...[
			"createDeployment",
			"describeDeployment",
			"deleteDeployment",
			"cloneDeployment",
			"addServer",
			"editServer",
			"deleteServer",
		],
		...["launchServer", "reInheritServer", "reInheritServers", "moveServer"],
	],
	"policy.set": ["setPolicy"],
	"marketplace.browse": ["browseMarketplace", "getMarketplaceLineage", "getMarketplacePublication"],
	"marketplace.publish": [
		...["setPublisher", "publishRevision", "editPublication"],
		...["deprecatePublication", "reactivatePublication", "retractPublication", "republishPublication"],
		...["ensureSigningKey", "rotateSigningKey", "exportBundle", "exportFeed"],
	],
	"marketplace.import": [
		...["importPublication", "takeImported", "subscribe", "unsubscribe"],
		...[
			"importBundle",
			"distrustKey",
			"replacePublisherKey",
			"addFeed",
			"editFeed",
			"removeFeed",
			"syncFeed",
			"importFromFeed",
		],
	],
	"groups.manage": [
		...["createAccountGroup", "describeAccountGroup", "deleteAccountGroup", "removeGroupMember"],
		...["listGroupInvitations", "inviteToGroup", "revokeGroupInvitation"],
	],
	"groups.join": ["acceptInvitation", "leaveGroup"],
	"notifications.read": ["listNotifications", "getNotification", "markNotificationsRead"],
	"webhooks.manage": [
		...[
			"listWebhooks",
			"createWebhook",
			"getWebhook",
			"editWebhook",
			"removeWebhook",
			"pauseWebhook",
			"resumeWebhook",
			"testWebhook",
		],
		...["rotateWebhookSecret", "listDeliveries", "getDelivery", "redeliver", "redeliverFailed"],
	],
	"tokens.own": ["listTokens", "getToken", "createToken", "revokeToken"],
	"tokens.manage": [],
	"account.describe": ["describeAccount"],
	"members.read": ["listMembers", "getMember"],
	"members.manage": ["setMember", "removeMember"],
	"workloads.manage": ["listWorkloadRules", "getWorkloadRule", "addWorkloadRule", "removeWorkloadRule"],
	"accounts.manage": ["createAccount"],
	"users.manage": ["listUsers", "getUser", "createUser", "editUser", "resetPassword"],
	"sign-in.manage": [
		"listSignInProviders",
		"addSignInProvider",
		"changeSignInProvider",
		"mapSignInGroup",
		"removeSignInProvider",
	],
};

const permissionByOperation: ReadonlyMap<string, OperationPermission> = new Map(
	Object.entries(operationsByPermission).flatMap(([permission, operations]) =>
		operations.map((one) => [one, permission as OperationPermission] as const),
	),
);

/** The permission an operation requires; undefined if the table does not have it. */
export function permissionOf(operation: string): OperationPermission | undefined {
	return permissionByOperation.get(operation);
}
