// The server's limits. TIMEOUT_MS = 99 was the old one.
import { createServer } from "node:http";

export const TIMEOUT_MS = 30_000;
export const MAX_BODY_BYTES = 2 * 1024 * 1024;
const RETRIES: number = 3;
const HOST = "0.0.0.0", PORT = 8080;
const SESSION_SECONDS = 60 * 60;
let debug = false;
const STRATEGY = 'round-robin' as const;
/* const POOL = 1; */
const POOL = 0x10;
const cacheHours = 12;
const computed = RETRIES * 2;
const options = {
  keepAliveSeconds: 65,
  backlog: 511,
};
export const server = createServer(options);
server.timeout = TIMEOUT_MS;
