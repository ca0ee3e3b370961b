/**
 * A server's states, in the order of a life without trouble. They are those of the original system
 * (https://docs.rightscale.com/cm/management_guide/server_states.html), whose clients read them.
 */
export const serverStates = [
	"inactive",
	"bidding",
	"pending",
	"provisioned",
	"booting",
	"configuring",
	"operational",
	"stopping",
	"stopped",
	"stranded",
	"decommissioning",
	"shutting-down",
	"terminated",
] as const;
export type ServerState = (typeof serverStates)[number];

/** What each state means. */
export const serverStateMeanings: Readonly<Record<ServerState, string>> = {
	inactive: "it has no instance; it was never launched, or was taken back",
	bidding: "an offer for a spot instance is with the cloud",
	pending: "the cloud was asked for an instance",
	provisioned: "the cloud has set an instance aside, and it does not run yet",
	booting: "the instance starts",
	configuring: "its boot scripts run",
	operational: "it is up, and its boot scripts went well",
	stopping: "the cloud was asked to stop it and keep its disk",
	stopped: "it does not run; its disk is kept, and with it the image",
	stranded: "a script of it failed; it runs, and somebody has to look",
	decommissioning: "its decommission scripts run",
	"shutting-down": "the cloud was asked to end the instance",
	terminated: "its instance has ended",
};

/** What people do to a server, then what its cloud or its scripts report. */
export const serverEvents = [
	"launch",
	"bid",
	"stop",
	"start",
	"reboot",
	"terminate",
	"bid-taken",
	"bid-refused",
	"set-aside",
	"starts",
	"boot-scripts-run",
	"ready",
	"script-failed",
	"has-stopped",
	"decommissioned",
	"has-ended",
] as const;
export type ServerEvent = (typeof serverEvents)[number];

/** One row of the table of transitions. */
export interface ServerTransition {
	readonly event: ServerEvent;
	readonly from: readonly ServerState[];
	readonly to: ServerState;
}

/** A state is in `from` of an event at most once: what follows is never a matter of order. */
export const serverTransitions: readonly ServerTransition[] = [
	{ event: "launch", from: ["inactive", "terminated"], to: "pending" },
	{ event: "bid", from: ["inactive", "terminated"], to: "bidding" },
	{ event: "bid-taken", from: ["bidding"], to: "pending" },
	{ event: "bid-refused", from: ["bidding"], to: "inactive" },
	{ event: "set-aside", from: ["pending"], to: "provisioned" },
	{ event: "starts", from: ["pending", "provisioned", "stopped"], to: "booting" },
	{ event: "boot-scripts-run", from: ["booting"], to: "configuring" },
	{ event: "ready", from: ["booting", "configuring", "stranded"], to: "operational" },
	{ event: "script-failed", from: ["booting", "configuring", "decommissioning"], to: "stranded" },
	{ event: "reboot", from: ["operational", "stranded"], to: "booting" },
	{ event: "stop", from: ["operational", "stranded"], to: "stopping" },
	{ event: "has-stopped", from: ["stopping", "operational"], to: "stopped" },
	{ event: "start", from: ["stopped"], to: "pending" },
	// A bid is taken back; what never came up has nothing to decommission, and a second terminate does not wait for
	// scripts.
	{ event: "terminate", from: ["bidding"], to: "inactive" },
	{ event: "terminate", from: ["operational"], to: "decommissioning" },
	{
		event: "terminate",
		from: ["pending", "provisioned", "booting", "configuring", "stranded", "stopping", "stopped", "decommissioning"],
		to: "shutting-down",
	},
	{ event: "decommissioned", from: ["decommissioning"], to: "shutting-down" },
	// A cloud can end an instance at any time.
	{
		event: "has-ended",
		from: [
			"pending",
			"provisioned",
			"booting",
			"configuring",
			"operational",
			"stopping",
			"stopped",
			"stranded",
			"decommissioning",
			"shutting-down",
		],
		to: "terminated",
	},
];

/** The state after an event; undefined when the event has no place in that state. */
export function nextState(state: ServerState, event: ServerEvent): ServerState | undefined {
	return serverTransitions.find((transition) => transition.event === event && transition.from.includes(state))?.to;
}

/** What a person may want to do with a server as a whole. */
export const serverActs = [
	"launch",
	"bid",
	"stop",
	"start",
	"reboot",
	"terminate",
	"delete",
	"edit-overrides",
] as const;
export type ServerAct = (typeof serverActs)[number];

/**
 * Whether a server in that state lets an act be done. Overrides can be edited in every state, as they are those of the
 * next instance: a running one never changes. Only a server without an instance can be deleted.
 */
export function canDo(state: ServerState, act: ServerAct): boolean {
	switch (act) {
		case "edit-overrides":
			return true;
		case "delete":
			return !hasInstance(state);
		default:
			return nextState(state, act) !== undefined;
	}
}

/** True when the cloud holds, or was asked for, an instance of the server. */
export function hasInstance(state: ServerState): boolean {
	return state !== "inactive" && state !== "terminated";
}

/** The states as a table in Markdown: what each means, and where which event leads from there. */
export function renderServerStates(): string {
	const rows = serverStates.map((state) => {
		const ways = serverEvents.flatMap((event) => {
			const next = nextState(state, event);
			return next === undefined ? [] : [`${event} → ${next}`];
		});
		return `| ${state} | ${serverStateMeanings[state]} | ${ways.join("; ") || "–"} |`;
	});
	return ["| state | meaning | what can follow |", "|---|---|---|", ...rows, ""].join("\n");
}
