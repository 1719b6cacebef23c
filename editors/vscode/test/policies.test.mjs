// The grammars on the policies and cases of this repository: every word and sign has a colour, and every block ends.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import grammars from "vscode-tmgrammar-test/dist/common/index.js";

const policies = fileURLToPath(new URL("../../../policies", import.meta.url));
const manifest = fileURLToPath(new URL("../package.json", import.meta.url));
const known = grammars.loadConfiguration(manifest);
const registry = grammars.createRegistry(known.grammars);

/** What the grammar for that ending does not know in a text, as `line: word`, and how deep in blocks it ends. */
async function unknown(ending, text) {
  const grammar = await registry.loadGrammar(known.extensionToScope(ending));
  const found = [];
  let state = null;
  const lines = text.split("\n");
  lines.forEach((line, at) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const word = line.slice(startIndex, endIndex).trim();
      // The first scope is the language itself.
      const odd = scopes.length === 1 || scopes.some((scope) => scope.startsWith("invalid."));
      if (word && odd) found.push(`${at + 1}: ${word}`);
    }
  });
  return { found, depth: state.depth };
}

test("a word that is none and a block that never ends are noticed", async () => {
  const faulty = await unknown(".way", "policy p\nroute { otherwise -> §\n");
  assert.deepEqual(faulty.found, ["2: §"]);
  assert.ok(faulty.depth > 1);
});

const files = readdirSync(policies, { recursive: true }).filter((file) => [".way", ".cases"].includes(extname(file)));
for (const file of files) {
  test(`policies/${file} is known to the last word`, async () => {
    const { found, depth } = await unknown(extname(file), readFileSync(join(policies, file), "utf8"));
    assert.deepEqual(found, []);
    if (file.endsWith(".way")) assert.equal(depth, 1);
  });
}
