// The expressions by which the editor finds words and indents lines.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));
const way = read("language-configuration.json");
const cases = read("cases-language-configuration.json");

test("a name with dots is one word, and so is a number", () => {
  const words = "card.network in [visa, DE] 1_000 100.00 EUR .. 5 10..20 card.";
  const expected = ["card.network", "in", "visa", "DE", "1_000", "100.00", "EUR", "5", "10", "20", "card."];
  for (const { wordPattern } of [way, cases]) {
    assert.deepEqual(words.match(new RegExp(wordPattern, "g")), expected);
  }
});

test("a line that opens a bracket indents what follows", () => {
  const opens = new RegExp(way.indentationRules.increaseIndentPattern);
  for (const line of ["route {", '  when merchant.id is "#1" { # gold', "let x = [", "  table \"a\" {"]) {
    assert.match(line, opens);
  }
  for (const line of ["connector a {}", "# route {", 'rule "{', "let x = [DE]", "}"]) assert.doesNotMatch(line, opens);
  assert.match("  }", new RegExp(way.indentationRules.decreaseIndentPattern));
});

test("what is expected stands indented below its payment", () => {
  const [payment, expectation] = cases.onEnterRules.map(({ beforeText }) => new RegExp(beforeText));
  assert.match('"a \\"b\\""  amount=1.00 EUR', payment);
  assert.doesNotMatch('  => by "x"', payment);
  assert.match("  => route adyen", expectation);
  assert.doesNotMatch("  => route adyen,", expectation);
});
