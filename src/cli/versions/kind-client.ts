import type { Client } from "../../client/generated/registry.ts";
import type { ComponentKind } from "../../core/component/index.ts";

/** The operations on channels, lifecycles, updates and lint of one kind. */
export interface KindClient {
	readonly listChannels: Client["listMciChannels"];
	readonly moveChannel: Client["moveMciChannel"];
	readonly rollBackChannel: Client["rollBackMciChannel"];
	readonly restrictChannel: Client["restrictMciChannel"];
	readonly removeChannel: Client["removeMciChannel"];
	readonly listChannelMoves: Client["listMciChannelMoves"];
	readonly getImpact: Client["getMciImpact"];
	readonly setLifecycle: Client["setMciLifecycle"];
	readonly listUpdates: Client["listMciUpdates"];
	readonly lint: Client["lintMci"];
}

/** The operations of one kind, under common names. */
export function kindClient(client: Client, kind: ComponentKind): KindClient {
	switch (kind) {
		case "mci":
			return {
				listChannels: client.listMciChannels,
				moveChannel: client.moveMciChannel,
				rollBackChannel: client.rollBackMciChannel,
				restrictChannel: client.restrictMciChannel,
				removeChannel: client.removeMciChannel,
				listChannelMoves: client.listMciChannelMoves,
				getImpact: client.getMciImpact,
				setLifecycle: client.setMciLifecycle,
				listUpdates: client.listMciUpdates,
				lint: client.lintMci,
			};
		case "template":
			return {
				listChannels: client.listTemplateChannels,
				moveChannel: client.moveTemplateChannel,
				rollBackChannel: client.rollBackTemplateChannel,
				restrictChannel: client.restrictTemplateChannel,
				removeChannel: client.removeTemplateChannel,
				listChannelMoves: client.listTemplateChannelMoves,
				getImpact: client.getTemplateImpact,
				setLifecycle: client.setTemplateLifecycle,
				listUpdates: client.listTemplateUpdates,
				lint: client.lintTemplate,
			};
		case "script":
			return {
				listChannels: client.listScriptChannels,
				moveChannel: client.moveScriptChannel,
				rollBackChannel: client.rollBackScriptChannel,
				restrictChannel: client.restrictScriptChannel,
				removeChannel: client.removeScriptChannel,
				listChannelMoves: client.listScriptChannelMoves,
				getImpact: client.getScriptImpact,
				setLifecycle: client.setScriptLifecycle,
				listUpdates: client.listScriptUpdates,
				lint: client.lintScript,
			};
	}
}
