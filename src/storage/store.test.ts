import { engines, newLocation } from "../../test/registries.ts";
import { openStore } from "./open-store.ts";
import { storeContract } from "./store.contract.ts";

for (const engine of engines) {
	storeContract(engine, async () => {
		const { location, remove } = await newLocation(engine);
		const store = await openStore(location);
		return {
			store,
			reopen: () => openStore(location),
			close: async () => {
				await store.close();
				await remove();
			},
		};
	});
}
