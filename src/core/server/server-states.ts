/**
 * A server's states, in the order of a normal life. They are those of the original system
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

/** Acts of people, then reports of the cloud or of scripts. */
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

/** A state is in `from` of an event at most once, so the order of rows does not matter. */
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
	// A withdrawn bid has no instance to decommission, and a second terminate does not wait for scripts.
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

/** The state after an event; undefined if the event is not possible in that state. */
export function nextState(state: ServerState, event: ServerEvent): ServerState | undefined {
	return serverTransitions.find((transition) => transition.event === event && transition.from.includes(state))?.to;
}

/** Acts on a whole server. */
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
 * True if an act is possible in that state. Overrides can be edited in every state because they apply to the next
 * instance: a running one never changes. Only a server without an instance can be deleted.
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

/** True if the cloud has an instance of the server, or was asked for one. */
export function hasInstance(state: ServerState): boolean {
	return state !== "inactive" && state !== "terminated";
}

/** The states as a Markdown table: the meaning of each, and the next state for each event. */
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
