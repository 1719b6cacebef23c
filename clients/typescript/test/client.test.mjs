// The client as it is built, against the real server.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { ProblemError, Waypost } from "@waypost/client";
import { served } from "./server.mjs";

const policies = new URL("../../../policies/", import.meta.url);
/** @type {import("@waypost/client").Payment[]} */
const payments = readFileSync(new URL("checkout/payments.ndjson", policies), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));
const [payment] = payments;
assert(payment);

/** @param {(client: Waypost) => Promise<void>} use */
const decides = (use) => () => served({ data: false }, (url) => use(new Waypost({ url })));

test("a payment is decided by the policy of that name", decides(async (client) => {
  const decision = await client.decide("checkout", payment);
  const { digest } = await client.policy("checkout");
  assert.deepEqual(decision.policy, { name: "checkout", digest });
  assert.equal(typeof decision.screen?.outcome, "string");
  assert.equal(decision.explanation, undefined);
}));

test("an explanation says why", decides(async (client) => {
  const { explanation, ...decision } = await client.explain("checkout", payment);
  assert.deepEqual(decision, await client.decide("checkout", payment));
  assert.equal(explanation?.stages[0]?.stage, "screen");
}));

test("each payment of a batch is decided as it would be alone", decides(async (client) => {
  const { results } = await client.decideBatch("checkout", [payment, { risk: 1 }, ...payments.slice(1, 10)]);
  assert.equal(results.length, 11);
  assert.deepEqual(results[0]?.decision, await client.decide("checkout", payment));
  assert.equal(results[1]?.problem?.type, "https://waypost.dev/problems/refused-payment");
}));

test("the policies are told with the facts that they ask for", decides(async (client) => {
  const { policies } = await client.policies();
  assert.deepEqual(policies.map(({ name, live }) => [name, live]), [["checkout", true], ["subscriptions", true]]);
  const { facts } = await client.policy("checkout");
  assert(facts.some(({ name }) => name === "card.bin"));
}));

test("a problem comes with its name, its status and what it is about", decides(async (client) => {
  const unknown = await client.decide("nowhere", payment).catch((error) => error);
  assert(unknown instanceof ProblemError);
  assert.deepEqual([unknown.status, unknown.kind], [404, "unknown-policy"]);
  const refused = await client.decide("checkout", { ...payment, risk: 101 }).catch((error) => error);
  assert.deepEqual([refused.status, refused.kind, refused.problem.fact], [422, "refused-payment", "risk"]);
}));

test("a server without a data folder keeps no versions", decides(async (client) => {
  await assert.rejects(client.versions("checkout"), { name: "ProblemError", status: 404, kind: "no-versions" });
}));

test("the id of a request comes back with its answer", decides(async (client) => {
  /** @type {string | null} */
  let id = null;
  const { response } = await client.api.GET("/livez", { headers: { "x-request-id": "r-1" } });
  id = response.headers.get("x-request-id");
  assert.equal(id, "r-1");
}));

test("versions are proposed, made live, compared and taken back", () => served({ data: true }, async (url) => {
  const client = new Waypost({ url });
  const before = await client.versions("checkout");
  const number = before.live ?? assert.fail("nothing is live");
  const params = { path: { policy: "checkout", number } };
  const { data: files } = await client.api.GET("/v1/policies/{policy}/versions/{number}", { params });
  assert(files);
  const main = files.files[files.main] ?? assert.fail("there is no main file");
  const draft = { main: files.main, files: { ...files.files, [files.main]: `${main}\n# Another one.\n` } };
  assert.equal((await client.check("checkout", draft)).diff?.same, true);
  const version = await client.propose("checkout", { ...draft, message: "a comment" });
  assert.equal(version.number, number + 1);
  await client.activate("checkout", version.number);
  assert.equal((await client.decide("checkout", payment)).policy.digest, version.digest);
  assert.equal((await client.rollBack("checkout")).number, number);
}));

test("what is no Waypost is told from a problem", async () => {
  const answer = async () => new Response("no such page", { status: 502 });
  const client = new Waypost({ url: "http://127.0.0.1", fetch: answer });
  const error = await client.policies().catch((error) => error);
  assert(error instanceof ProblemError);
  assert.deepEqual([error.status, error.problem], [502, undefined]);
});
