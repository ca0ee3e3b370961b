import { userDataLimitOf, userDataSize } from "../../image/user-data-limit.ts";
import type { LintRule } from "../rule.ts";

export const rule: LintRule = {
	id: "user-data-too-large",
	on: "mci",
	severity: "error",
	title: "The user data is larger than the cloud allows",
	why: "The cloud refuses to start a server with it.",
	cure: "Shorten the user data, or store it elsewhere and fetch it with a short text (cloud-init: #include).",
	check({ settings }, facts) {
		return settings.flatMap(({ setting, place }) => {
			if (setting.userData === null) return [];
			const limit = userDataLimitOf(facts.cloudTypeOf(setting.cloud));
			if (limit === null) return [];
			const size = userDataSize(setting.userData, limit.measures);
			if (size <= limit.bytes) return [];
			const encoded = limit.measures === "base64" ? " in base64" : "";
			return [
				{
					place: `${place}.userData`,
					text: `the user data for ${setting.cloud} has ${size} bytes${encoded}; that cloud allows ${limit.bytes}`,
				},
			];
		});
	},
};
