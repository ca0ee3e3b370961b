import * as api from "../../client/generated/registry.ts";
import type { ComponentKind } from "../../core/component/index.ts";

/** What the API does with channels, lifecycles, updates and lint of one kind. */
export interface KindClient {
	readonly listChannels: typeof api.listMciChannels;
	readonly moveChannel: typeof api.moveMciChannel;
	readonly rollBackChannel: typeof api.rollBackMciChannel;
	readonly restrictChannel: typeof api.restrictMciChannel;
	readonly removeChannel: typeof api.removeMciChannel;
	readonly listChannelMoves: typeof api.listMciChannelMoves;
	readonly getImpact: typeof api.getMciImpact;
	readonly setLifecycle: typeof api.setMciLifecycle;
	readonly listUpdates: typeof api.listMciUpdates;
	readonly lint: typeof api.lintMci;
}

/** The functions of each kind, under one name. */
export const clientOf: Readonly<Record<ComponentKind, KindClient>> = {
	mci: {
		listChannels: api.listMciChannels,
		moveChannel: api.moveMciChannel,
		rollBackChannel: api.rollBackMciChannel,
		restrictChannel: api.restrictMciChannel,
		removeChannel: api.removeMciChannel,
		listChannelMoves: api.listMciChannelMoves,
		getImpact: api.getMciImpact,
		setLifecycle: api.setMciLifecycle,
		listUpdates: api.listMciUpdates,
		lint: api.lintMci,
	},
	template: {
		listChannels: api.listTemplateChannels,
		moveChannel: api.moveTemplateChannel,
		rollBackChannel: api.rollBackTemplateChannel,
		restrictChannel: api.restrictTemplateChannel,
		removeChannel: api.removeTemplateChannel,
		listChannelMoves: api.listTemplateChannelMoves,
		getImpact: api.getTemplateImpact,
		setLifecycle: api.setTemplateLifecycle,
		listUpdates: api.listTemplateUpdates,
		lint: api.lintTemplate,
	},
	script: {
		listChannels: api.listScriptChannels,
		moveChannel: api.moveScriptChannel,
		rollBackChannel: api.rollBackScriptChannel,
		restrictChannel: api.restrictScriptChannel,
		removeChannel: api.removeScriptChannel,
		listChannelMoves: api.listScriptChannelMoves,
		getImpact: api.getScriptImpact,
		setLifecycle: api.setScriptLifecycle,
		listUpdates: api.listScriptUpdates,
		lint: api.lintScript,
	},
};
