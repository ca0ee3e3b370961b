import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { PGlite } from "@electric-sql/pglite";

const SSL_REQUEST = 80877103;
const GSS_REQUEST = 80877104;

const databases = new Map<string, PGlite>();

/**
 * A PGlite behind a port of this machine, so that `pg` can connect to it like to a server. PGlite has one session: a
 * connection has it from the first message of a transaction to its end, while the others wait. All connections share
 * session settings and prepared statements.
 */
export async function servePglite(
	options: { readonly template?: string } = {},
): Promise<{ url: string; drop(): Promise<void> }> {
	const database = await open(options.template);
	const name = `mci_test_${randomBytes(6).toString("hex")}`;
	databases.set(name, database);
	const sockets = new Set<Socket>();
	let free: Promise<void> = Promise.resolve();

	const server = createServer((socket) => {
		sockets.add(socket);
		socket.on("error", () => socket.destroy());
		// A connection that breaks is the client's concern; PostgreSQL's errors travel as messages.
		void converse(socket)
			.catch(() => undefined)
			.finally(() => sockets.delete(socket));
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("no port");
	return { url: `postgres://postgres@127.0.0.1:${address.port}/${name}`, drop };

	async function converse(socket: Socket): Promise<void> {
		let release: (() => void) | undefined;
		try {
			for await (const message of messages(socket)) {
				if (message.startup) {
					socket.write(greeting(message.bytes));
					continue;
				}
				if (message.bytes[0] === 0x58) break; // Terminate
				if (release === undefined) {
					const before = free;
					const turn = Promise.withResolvers<void>();
					free = turn.promise;
					await before;
					release = turn.resolve;
				}
				const answer = await database.execProtocolRaw(message.bytes);
				socket.write(answer);
				if (endsIdle(answer)) {
					release();
					release = undefined;
				}
			}
		} finally {
			if (release !== undefined) await database.exec("rollback").catch(() => undefined);
			release?.();
			socket.end();
		}
	}

	async function drop(): Promise<void> {
		for (const socket of sockets) socket.destroy();
		server.close();
		databases.delete(name);
		await database.close();
	}
}

async function open(template: string | undefined): Promise<PGlite> {
	if (template === undefined) return PGlite.create();
	const original = databases.get(template);
	if (original === undefined) throw new Error(`there is no database ${template} in this process`);
	return (await original.clone()) as PGlite;
}

/**
 * Splits the byte stream into messages; those before the session have no type byte. (PostgreSQL documentation, "Message
 * Formats".)
 */
async function* messages(socket: Socket): AsyncGenerator<{ readonly startup: boolean; readonly bytes: Buffer }> {
	let bytes: Buffer = Buffer.alloc(0);
	let startup = true;
	for await (const chunk of socket as AsyncIterable<Buffer>) {
		bytes = Buffer.concat([bytes, chunk]);
		for (;;) {
			const head = startup ? 0 : 1;
			if (bytes.length < head + 4) break;
			const length = head + bytes.readUInt32BE(head);
			if (bytes.length < length) break;
			const message = bytes.subarray(0, length);
			bytes = bytes.subarray(length);
			const wasStartup = startup;
			if (startup) startup = isEncryptionRequest(message);
			yield { startup: wasStartup, bytes: message };
		}
	}
}

function isEncryptionRequest(message: Buffer): boolean {
	return message.length === 8 && [SSL_REQUEST, GSS_REQUEST].includes(message.readUInt32BE(4));
}

function greeting(message: Buffer): Buffer {
	if (isEncryptionRequest(message)) return Buffer.from("N");
	const settings = {
		server_version: "17.0",
		server_encoding: "UTF8",
		client_encoding: "UTF8",
		standard_conforming_strings: "on",
		DateStyle: "ISO, MDY",
	};
	return Buffer.concat([
		packet("R", Buffer.alloc(4)),
		...Object.entries(settings).map(([name, value]) => packet("S", Buffer.from(`${name}\0${value}\0`))),
		packet("K", Buffer.alloc(8)),
		packet("Z", Buffer.from("I")),
	]);
}

function packet(type: string, body: Buffer): Buffer {
	const head = Buffer.alloc(5);
	head.write(type);
	head.writeUInt32BE(body.length + 4, 1);
	return Buffer.concat([head, body]);
}

/** ReadyForQuery outside a transaction: 'Z', length 5, 'I'. */
function endsIdle(answer: Uint8Array): boolean {
	return Buffer.from(answer)
		.subarray(-6)
		.equals(Buffer.from([0x5a, 0, 0, 0, 5, 0x49]));
}
