import { canRun, instanceTypeArchitecture } from "../../image/instance-type-architecture.ts";
import { imageLabel } from "../read-mci.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "instance-type-architecture",
	on: "mci",
	severity: "error",
	title: "The instance type can't run the image",
	why: "The cloud refuses to start an image on processors of another architecture. (A warning where the architecture was read from the image's name.)",
	cure: "Set an instance type with the image's architecture, or map an image for the instance type's architecture.",
	check({ settings }, facts) {
		return settings.flatMap((read) => {
			const { setting, architecture, isArchitectureRead } = read;
			if (setting.instanceType === null || architecture === null) return [];
			const type = instanceTypeArchitecture(facts.cloudTypeOf(setting.cloud), setting.instanceType);
			if (type === null || canRun(type, architecture)) return [];
			return [
				{
					place: `${read.place}.instanceType`,
					text: `instance type ${setting.instanceType} has ${type} processors, which can't run image ${imageLabel(read)} for ${architecture}`,
					...(isArchitectureRead && { severity: "warning" as const }),
				},
			];
		});
	},
};
