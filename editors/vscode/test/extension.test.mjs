// The extension as it is packed, against a stand-in for VS Code and one for `waypost`.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { editor } from "./extension/editor.mjs";

const require = createRequire(import.meta.url);
const program = fileURLToPath(new URL("extension/waypost.mjs", import.meta.url));
const started = ["waypost lsp --help", "waypost lsp", "initialize", "initialized"];
const stopped = ["shutdown", "exit"];

/** Activates the extension in an editor with these settings and files, and lets `use` use it. */
async function session(given, use) {
  const folder = mkdtempSync(join(tmpdir(), "waypost-"));
  process.env.WAYPOST_LOG = join(folder, "log");
  const log = () => {
    try {
      return readFileSync(process.env.WAYPOST_LOG, "utf8").trim().split("\n");
    } catch {
      return [];
    }
  };
  const bundle = require.resolve("../dist/extension.js");
  delete require.cache[bundle];
  const here = editor(given);
  const extension = require(bundle);
  extension.activate({ subscriptions: [] });
  try {
    await use({ ...here, log });
  } finally {
    await extension.deactivate();
    await remove(folder);
  }
}

/** Removes a folder, although a stand-in that was told to end may still write its last line into it. */
async function remove(folder) {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Waits until what `look` sees is as expected, and tells the difference if it does not come to that. */
async function eventually(look, expected) {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline && JSON.stringify(look()) !== JSON.stringify(expected)) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.deepEqual(look(), expected);
}

test("the server is started, and a restart stops it first", () =>
  session({ settings: { "waypost.path": program } }, async ({ did, log, run }) => {
    await eventually(log, started);
    await run("waypost.restart");
    await eventually(log, [...started, ...stopped, ...started]);
    assert.deepEqual(did.messages, []);
  }));

test("a server that does not stop does not hinder a restart", () => {
  process.env.WAYPOST_DEAF = "yes";
  return session({ settings: { "waypost.path": program } }, async ({ log, run }) => {
    await eventually(log, started);
    delete process.env.WAYPOST_DEAF;
    await run("waypost.restart");
    await eventually(log, [...started, "shutdown", ...started]);
  });
});

test("a missing program is told with its mend, and is started once the setting is right", () =>
  session({ settings: { "waypost.path": "no-such-waypost" } }, async ({ did, log, change }) => {
    const missing =
      "cannot run `no-such-waypost`: there is no such program; install waypost, or set its path in the settings";
    await eventually(() => did.messages, [missing]);
    change("waypost.path", program);
    await eventually(log, started);
  }));

test("a program without a language server is told once", () =>
  session({ settings: { "waypost.path": "false" } }, async ({ did }) => {
    const useless = "it has no language server; install waypost, or set its path in the settings";
    await eventually(() => did.messages, [`cannot run \`false\`: ${useless}`]);
  }));

test("all policies of the window are checked, and nothing but policies", () => {
  const files = { "/b/good.way": "# A policy.\npolicy good\n", "/a/facts.way": "facts {}\n" };
  return session({ settings: { "waypost.path": program }, files }, async ({ did, log, run }) => {
    await eventually(log, started);
    await run("waypost.check");
    assert.deepEqual(log().at(-1), "waypost check /b/good.way");
    assert.deepEqual([did.messages, did.shown], [["checked 1 policy: all is well"], false]);
  });
});

test("findings are shown", () => {
  const files = { "/bad.way": "policy bad\n" };
  return session({ settings: { "waypost.path": program }, files }, async ({ did, log, run }) => {
    await eventually(log, started);
    await run("waypost.check");
    assert.deepEqual([did.messages, did.shown, did.output.at(-1)], [[], true, "error[WP0201]: there is no fact `x`"]);
  });
});
