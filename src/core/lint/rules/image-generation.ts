import { generationOfVariant, onlyGenerationOf } from "../../image/azure-generation.ts";
import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "image-generation",
	on: "mci",
	severity: "error",
	title: "The VM size can't start the image's generation",
	why: "Azure refuses a generation 2 image on a size that starts generation 1 only, and the other way round.",
	cure: "Choose another size, or map the image of the other generation.",
	check({ settings }) {
		return settings.flatMap((read) => {
			const { setting, place, facts } = read;
			if (setting.instanceType === null || !/^azure(?:-|$)/.test(setting.cloud)) return [];
			const only = onlyGenerationOf(setting.instanceType);
			const has = generationOfVariant(facts.variant) ?? generationOfVariant(setting.image.uid);
			if (only === null || has === null || only === has) return [];
			const text = `${setting.instanceType} starts only ${only} images, and image ${imageLabel(read)} is ${has}`;
			return [{ place: `${place}.instanceType`, text }];
		});
	},
};
