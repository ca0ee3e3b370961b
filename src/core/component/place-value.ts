import type { ImageIdentity } from "../image/image.ts";
import type { Setting } from "../image/setting.ts";
import type { ScriptInput } from "../script/script-content.ts";
import type { Pin } from "./pin.ts";

/** What can stand at a place of a content; null = nothing stands there. */
export type PlaceValue =
	| string
	| boolean
	| null
	| ImageIdentity
	| Setting
	| ScriptInput
	| Pin
	| readonly Pin[]
	| readonly string[];
