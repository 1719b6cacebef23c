// The real server on a free port, with the policies that come with it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const program = process.env.WAYPOST ?? join(root, "target/debug/waypost");

/**
 * Runs `use` with the URL of a server, and ends that.
 * @param {{ data: boolean }} options Whether it has a data folder, and so keeps versions.
 * @param {(url: string) => Promise<void>} use
 */
export async function served({ data }, use) {
  const folder = mkdtempSync(join(tmpdir(), "waypost-"));
  const kept = data ? ["--data", folder] : [];
  const server = spawn(program, ["serve", "policies", "--listen", "127.0.0.1:0", "--log-format", "json", ...kept], {
    cwd: root,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, RUST_LOG: "info" },
  });
  const ended = once(server, "exit");
  try {
    await use(await address(server.stderr));
  } finally {
    server.kill();
    await ended;
    rmSync(folder, { recursive: true });
  }
}

/** @param {import("node:stream").Readable} log */
async function address(log) {
  for await (const line of createInterface(log)) {
    const found = /127\.0\.0\.1:\d+/.exec(line);
    if (found) {
      log.resume();
      return `http://${found[0]}`;
    }
  }
  throw new Error("the server does not say where it listens");
}
