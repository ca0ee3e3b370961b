import { describe, expect, it } from "vitest";
import {
	canDo,
	hasInstance,
	nextState,
	renderServerStates,
	type ServerEvent,
	type ServerState,
	serverActs,
	serverEvents,
	serverStates,
	serverTransitions,
} from "./server-states.ts";

/** The whole matrix once more, by hand: per state each event with its next state. All other events lead nowhere. */
const matrix: Readonly<Record<ServerState, string>> = {
	inactive: "launch:pending bid:bidding",
	bidding: "bid-taken:pending bid-refused:inactive terminate:inactive",
	pending: "set-aside:provisioned starts:booting terminate:shutting-down has-ended:terminated",
	provisioned: "starts:booting terminate:shutting-down has-ended:terminated",
	booting:
		"boot-scripts-run:configuring ready:operational script-failed:stranded terminate:shutting-down has-ended:terminated",
	configuring: "ready:operational script-failed:stranded terminate:shutting-down has-ended:terminated",
	operational: "reboot:booting stop:stopping has-stopped:stopped terminate:decommissioning has-ended:terminated",
	stopping: "has-stopped:stopped terminate:shutting-down has-ended:terminated",
	stopped: "start:pending starts:booting terminate:shutting-down has-ended:terminated",
	stranded: "ready:operational reboot:booting stop:stopping terminate:shutting-down has-ended:terminated",
	decommissioning: "decommissioned:shutting-down script-failed:stranded terminate:shutting-down has-ended:terminated",
	"shutting-down": "has-ended:terminated",
	terminated: "launch:pending bid:bidding",
};

describe("a server's state", () => {
	it.each(serverStates.flatMap((state) => serverEvents.map((event) => [state, event] as const)))(
		"%s on %s",
		(state, event) => {
			const ways = new Map(matrix[state].split(" ").map((way) => way.split(":") as [string, string]));
			expect(nextState(state, event)).toBe(ways.get(event));
		},
	);

	it("has at most one next state per event", () => {
		const ways = serverTransitions.flatMap(({ event, from }) => from.map((state) => `${state} ${event}`));
		expect(new Set(ways).size).toBe(ways.length);
	});

	it("is reachable from inactive, and leads back to a state that can be launched", () => {
		const reach = (start: ServerState): Set<ServerState> => {
			const seen = new Set([start]);
			for (const state of seen) for (const event of serverEvents) seen.add(nextState(state, event) ?? state);
			return seen;
		};
		expect([...reach("inactive")].sort()).toEqual([...serverStates].sort());
		for (const state of serverStates) expect([...reach(state)].some((one) => canDo(one, "launch"))).toBe(true);
	});

	it("covers a life without failures", () => {
		const events: ServerEvent[] = [
			"launch",
			"set-aside",
			"starts",
			"boot-scripts-run",
			"ready",
			"stop",
			"has-stopped",
			"start",
			"starts",
			"ready",
		];
		const end: ServerEvent[] = ["terminate", "decommissioned", "has-ended", "launch"];
		const states: ServerState[] = [];
		for (const event of [...events, ...end]) states.push(nextState(states.at(-1) ?? "inactive", event) ?? "inactive");
		expect(states).toEqual([
			...[
				"pending",
				"provisioned",
				"booting",
				"configuring",
				"operational",
				"stopping",
				"stopped",
				"pending",
				"booting",
				"operational",
			],
			...["decommissioning", "shutting-down", "terminated", "pending"],
		]);
	});
});

/** Per act the states in which it is allowed. */
const allowed: Readonly<Record<(typeof serverActs)[number], readonly ServerState[]>> = {
	launch: ["inactive", "terminated"],
	bid: ["inactive", "terminated"],
	stop: ["operational", "stranded"],
	start: ["stopped"],
	reboot: ["operational", "stranded"],
	terminate: serverStates.filter((state) => !["inactive", "shutting-down", "terminated"].includes(state)),
	delete: ["inactive", "terminated"],
	"edit-overrides": serverStates,
};

describe("the allowed acts on a server", () => {
	it.each(serverActs.flatMap((act) => serverStates.map((state) => [act, state] as const)))(
		"%s while %s",
		(act, state) => {
			expect(canDo(state, act)).toBe(allowed[act].includes(state));
		},
	);

	it("include deletion exactly when there is no instance", () => {
		for (const state of serverStates) expect(hasInstance(state)).toBe(!canDo(state, "delete"));
	});
});

describe("the state table", () => {
	it("has a row for each state, with its next states", () => {
		const rows = renderServerStates().trimEnd().split("\n").slice(2);
		expect(rows.map((row) => row.split(" | ")[0])).toEqual(serverStates.map((state) => `| ${state}`));
		expect(rows[0]).toContain("| launch → pending; bid → bidding |");
	});
});
