// The web process: the production server and nothing else. It knows one database account, rr_app, and ends with its supervisor.
import { createServer } from "node:http";
import next from "next";
import { front } from "./front.mjs";

const port = Number(process.env.PORT);
const hostname = process.env.HOST ?? "127.0.0.1";
const app = next({ dev: false, hostname, port });
await app.prepare();
const secure = process.env.NEXTAUTH_URL?.startsWith("https:");
const server = createServer(front(app.getRequestHandler(), { secure, proxies: Number(process.env.READING_ROOM_PROXIES ?? 0) }));
// Longer than what stands before it keeps a connection: one that this end closes just as the next request comes answers that request with nothing.
server.keepAliveTimeout = 75_000;
server.once("error", (error) => {
  process.send?.({ failed: error.code === "EADDRINUSE" ? `Port ${port} is taken. Set PORT to another one.` : error.message });
  process.exit(1);
});
server.listen(port, hostname, () => process.send?.({ ready: true }));

function stop() {
  server.close(() => process.exit(0));
  setTimeout(() => server.closeAllConnections(), 3_000).unref(); // an open download must not hold the exit
  setTimeout(() => process.exit(0), 5_000).unref();
}
process.on("disconnect", stop);
process.on("SIGTERM", stop);
process.on("SIGINT", () => {}); // Ctrl-C reaches the whole group; the supervisor says when
