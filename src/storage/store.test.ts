import { engines, newLocation } from "../../test/registries.ts";
import { eventsContract } from "./events.contract.ts";
import { openStore } from "./open-store.ts";
import { storeContract } from "./store.contract.ts";

for (const engine of engines) {
	const open = async () => {
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
	};
	storeContract(engine, open);
	eventsContract(engine, open);
}
