import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";

/** A directory of files behind a real HTTP server, served as by any web server or CDN. */
export interface FeedServer {
	/** The URL of the directory. */
	readonly url: string;
	readonly files: Map<string, string | Buffer>;
	/** The requested paths. */
	readonly asked: string[];
	/** Answers a path instead of the files; undefined leaves it to them. */
	instead: ((path: string, response: ServerResponse) => boolean) | undefined;
	close(): void;
}

/** Starts one on a free port of this machine. Its files have an ETag. */
export async function startFeedServer(): Promise<FeedServer> {
	const files = new Map<string, string | Buffer>();
	const asked: string[] = [];
	const server = createServer((request, response) => {
		const path = request.url ?? "";
		asked.push(path);
		if (made.instead?.(path, response)) return;
		const body = files.get(path.replace(/^\/feed\//, ""));
		if (body === undefined) return void response.writeHead(404).end();
		const etag = `"${Buffer.byteLength(body)}-${String(body).slice(-90, -60).replace(/\W/g, "")}"`;
		if (request.headers["if-none-match"] === etag) return void response.writeHead(304).end();
		response.setHeader("etag", etag).end(body);
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	const port = typeof address === "object" && address !== null ? address.port : 0;
	const made: FeedServer = {
		url: `http://127.0.0.1:${port}/feed/`,
		files,
		asked,
		instead: undefined,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
	return made;
}
