import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { text as textOf } from "node:stream/consumers";

/** A request that a receiver got. */
export interface Received {
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** A webhook's receiver on this machine. */
export interface Receiver {
	/** Its address, with a slash at its end. */
	readonly url: string;
	readonly received: Received[];
	/** How it answers; by default with 204. */
	answer: (response: ServerResponse, request: Received) => void;
	close(): void;
}

/** Starts a receiver that records its requests. */
export async function openReceiver(): Promise<Receiver> {
	const server = createServer(async (request, response) => {
		const got = { path: request.url ?? "", headers: request.headers, body: await textOf(request) };
		receiver.received.push(got);
		receiver.answer(response, got);
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	const receiver: Receiver = {
		url: `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}/`,
		received: [],
		answer: (response) => response.writeHead(204).end(),
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
	return receiver;
}
