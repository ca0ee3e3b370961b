import { connect } from "node:net";

/** What to request, from which server, and for how long. */
export interface LoadTask {
	readonly port: number;
	readonly requests: readonly string[];
	readonly seconds: number;
	readonly connections: number;
	/** Adds a number to each address, so that every request is new. */
	readonly isNew: boolean;
}

export interface LoadResult {
	readonly answers: number;
	readonly seconds: number;
}

/**
 * A client in its own process. Each connection sends a request, waits for the whole response, and sends the next.
 * Nothing is pipelined.
 */
let serial = 0;

process.on("message", (task: LoadTask) => {
	run(task).then(
		(result) => process.send?.(result),
		(error) => {
			console.error(error);
			process.exit(1);
		},
	);
});

async function run(task: LoadTask): Promise<LoadResult> {
	const started = performance.now();
	const until = started + task.seconds * 1000;
	// Stays awake all the time: waking a sleeping process costs the one that writes to it, which would charge the slower
	// server more per response.
	let isRunning = true;
	const stayAwake = () => {
		if (isRunning) setImmediate(stayAwake);
	};
	stayAwake();
	const counts = await Promise.all(Array.from({ length: task.connections }, (_, i) => askOn(task, i, until)));
	isRunning = false;
	return { answers: counts.reduce((sum, count) => sum + count, 0), seconds: (performance.now() - started) / 1000 };
}

function askOn(task: LoadTask, first: number, until: number): Promise<number> {
	return new Promise((resolve, reject) => {
		const socket = connect(task.port, "127.0.0.1").setNoDelay(true);
		// Far apart, so that connections don't send the same requests at the same time.
		let next = (first * 7919) % task.requests.length;
		let answers = 0;
		let pending = "";
		const ask = () => {
			const request = task.requests[next] ?? "";
			next = (next + 1) % task.requests.length;
			socket.write(task.isNew ? request.replace("{n}", String(++serial)) : request);
		};
		socket.setEncoding("latin1");
		socket.on("connect", ask);
		socket.on("error", reject);
		socket.on("data", (chunk: string) => {
			pending += chunk;
			const end = endOfAnswer(pending);
			if (end === -1) return;
			if (!pending.startsWith("HTTP/1.1 200")) {
				reject(new Error(`unexpected answer: ${pending.slice(0, 500)}`));
				return;
			}
			pending = pending.slice(end);
			answers++;
			if (performance.now() < until) ask();
			else {
				socket.destroy();
				resolve(answers);
			}
		});
	});
}

/** The index at which the first response ends; -1 while it is incomplete. */
function endOfAnswer(text: string): number {
	const blank = text.indexOf("\r\n\r\n");
	if (blank === -1) return -1;
	const match = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, blank));
	if (!match) throw new Error(`an answer without content-length: ${text.slice(0, blank)}`);
	const end = blank + 4 + Number(match[1]);
	return text.length >= end ? end : -1;
}
