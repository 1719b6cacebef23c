#!/usr/bin/env node
// Stands in for the program `waypost`, so that the extension can be tried without building it: finds nothing wrong
// but in files called bad, and speaks as much of the protocol as starting and stopping takes, without
// ever answering the latter if WAYPOST_DEAF is set. Every line that it writes to the file named by WAYPOST_LOG is a
// command line or the method of a message.

import { appendFileSync } from "node:fs";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";

const log = (line) => appendFileSync(process.env.WAYPOST_LOG, `${line}\n`);
const [command, ...rest] = process.argv.slice(2);
log(["waypost", command, ...rest].join(" "));

if (command === "check") {
  const bad = rest.some((path) => path.includes("bad"));
  console.error(bad ? "error[WP0201]: there is no fact `x`" : "checked 1 policy: all is well");
  process.exitCode = bad ? 1 : 0;
} else if (command === "lsp" && rest.length === 0) {
  const connection = createMessageConnection(
    new StreamMessageReader(process.stdin),
    new StreamMessageWriter(process.stdout),
  );
  connection.onRequest((method) => {
    log(method);
    if (method === "shutdown" && process.env.WAYPOST_DEAF) return new Promise(() => undefined);
    return method === "initialize" ? { capabilities: {} } : null;
  });
  connection.onNotification((method) => {
    log(method);
    if (method === "exit") process.exit(0);
  });
  connection.listen();
} else if (command !== "lsp") {
  process.exitCode = 2;
}
