import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { RecordedAnswer } from "./resolve-over-http.ts";

/** The baseline: a bare `node:http` server that sends recorded responses. Its cost is the cost of HTTP. */
const answers = new Map(
	Object.entries(JSON.parse(readFileSync(process.argv[2] ?? "", "utf8")) as Record<string, RecordedAnswer>),
);

const server = createServer((request, response) => {
	const url = request.url ?? "";
	const mark = url.indexOf("&n=");
	const kind = request.headers.accept === "text/plain" ? "text " : "json ";
	const answer = answers.get(kind + (mark === -1 ? url : url.slice(0, mark)));
	if (!answer) {
		response.writeHead(404).end();
		return;
	}
	response.writeHead(200, answer.headers).end(answer.body);
});
// As in the registry: it adds a header to each response.
server.keepAliveTimeout = 72_000;
server.listen(0, "127.0.0.1", () => {
	const address = server.address();
	console.log(`listening on port ${typeof address === "object" && address ? address.port : 0}.`);
});
