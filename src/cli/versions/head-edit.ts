import type { Client, EditedHead, HeadContent, HeadContentSettingsItem, Mci } from "../../client/generated/registry.ts";
import { addMissingClouds } from "./missing-clouds.ts";

/** A setting in the form of the API. */
export type SettingInput = HeadContentSettingsItem;

/** The condition for the HEAD that was read, as options of the client's operations. */
export function ifMatch(mci: Pick<Mci, "headVersion">): { headers: Record<string, string> } {
	return { headers: { "if-match": `"head-${mci.headVersion}"` } };
}

/**
 * Edits settings of HEAD in one step: all of them or none. `change` gets the settings by cloud and changes the map.
 * Rejects with `head-stale` if someone else changed HEAD meanwhile.
 */
export async function editSettings(
	client: Client,
	name: string,
	change: (settings: Map<string, SettingInput>) => void,
): Promise<EditedHead> {
	const { mci, settings } = await client.getMci(name);
	const byCloud = new Map<string, SettingInput>(settings.map((setting) => [setting.cloud, setting]));
	change(byCloud);
	await addMissingClouds(
		client,
		[...byCloud.keys()].filter((cloud) => !settings.some((setting) => setting.cloud === cloud)),
	);
	const content: HeadContent = { description: mci.description, tags: mci.tags, settings: [...byCloud.values()] };
	return client.replaceHead(name, content, undefined, ifMatch(mci));
}
