import { expect, it } from "vitest";
import { generationOfVariant, onlyGenerationOf } from "./azure-generation.ts";

it.each([
	["Standard_D16ads_v6", "gen2"],
	["Standard_D2s_v7", "gen2"],
	["Standard_DC2as_v5", "gen2"],
	["Standard_D1_v2", "gen1"],
	["Standard_D3", "gen1"],
	["Standard_A4", "gen1"],
	["Basic_A1", "gen1"],
	["Standard_D2s_v5", null],
	["Standard_DS1_v2", null],
	["Standard_A2_v2", null],
	["Standard_B2ms", null],
	["m5.large", null],
	["", null],
])("the size %s starts only %s", (size, generation) => expect(onlyGenerationOf(size)).toBe(generation));

it.each([
	["gen1", "gen1"],
	["9-gen2", "gen2"],
	["generation 2", "gen2"],
	["gen12", null],
	["oxygen2", null],
	[null, null],
])("the variant %s is %s", (variant, generation) => expect(generationOfVariant(variant)).toBe(generation));
