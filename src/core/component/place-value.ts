import type { ImageIdentity } from "../image/image.ts";
import type { Setting } from "../image/setting.ts";
import type { ScriptInput } from "../script/script-content.ts";
import type { Pin } from "./pin.ts";

/** A value at a place of a content; null = no value. */
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
