// A client of the Waypost decision server: decides payments, publishes policies, and gives every other endpoint, typed,
// behind `api`.

import createClient, { type Client } from "openapi-fetch";
import { ProblemError } from "./problem.js";
import type { components, paths } from "./schema.js";

export { ProblemError } from "./problem.js";
export type { components, paths } from "./schema.js";

type Schemas = components["schemas"];
export type Decision = Schemas["Decision"];
export type Decisions = Schemas["Decisions"];
export type Draft = Schemas["Draft"];
export type Payment = Schemas["Payment"];
export type Policies = Schemas["Policies"];
export type Policy = Schemas["Policy"];
export type Problem = Schemas["Problem"];
export type Version = Schemas["Version"];
export type Versions = Schemas["Versions"];
export type Checked = Schemas["Checked"];

/** How a server is spoken to. */
export interface Options {
  /** Where it is: `https://waypost.example.org`. */
  readonly url: string;
  /** A key or a token, if it asks for one. */
  readonly key?: string;
  /** What requests are sent with; the platform's own `fetch`, if there is nothing. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** What may be said with one request. */
export interface Asking {
  /** What the caller calls the request: it stands in the server's log and records. */
  readonly requestId?: string;
  /** Ends the request early. */
  readonly signal?: AbortSignal;
}

/** Speaks with one server. Every method fails with a `ProblemError` if the server says why it does not do it. */
export class Waypost {
  /** All endpoints, by their paths. Answers and problems come as they are. */
  readonly api: Client<paths>;

  constructor({ url, key, fetch }: Options) {
    const headers = key === undefined ? {} : { authorization: `Bearer ${key}` };
    this.api = createClient<paths>({ baseUrl: url, headers, ...(fetch && { fetch }) });
  }

  /** Decides a payment. */
  async decide(policy: string, payment: Payment, asking: Asking = {}): Promise<Decision> {
    const params = { path: { policy } };
    const path = "/v1/policies/{policy}/decisions";
    return taken(await this.api.POST(path, { params, body: payment, ...told(asking) }));
  }

  /** Decides a payment, and tells why it is decided so. */
  async explain(policy: string, payment: Payment, asking: Asking = {}): Promise<Decision> {
    const params = { path: { policy }, query: { explain: true } };
    const path = "/v1/policies/{policy}/decisions";
    return taken(await this.api.POST(path, { params, body: payment, ...told(asking) }));
  }

  /** Decides up to 1,000 payments with one snapshot of the policy. What is wrong with one keeps no other from it. */
  async decideBatch(policy: string, payments: Payment[], asking: Asking = {}): Promise<Decisions> {
    const params = { path: { policy } };
    const path = "/v1/policies/{policy}/decisions/batch";
    return taken(await this.api.POST(path, { params, body: { payments }, ...told(asking) }));
  }

  /** All policies. */
  async policies(): Promise<Policies> {
    return taken(await this.api.GET("/v1/policies"));
  }

  /** One policy: the facts that it asks for, its connectors, its stages, and what was found in it. */
  async policy(policy: string): Promise<Policy> {
    return taken(await this.api.GET("/v1/policies/{policy}", { params: { path: { policy } } }));
  }

  /** The versions of a policy, the newest first. */
  async versions(policy: string): Promise<Versions> {
    return taken(await this.api.GET("/v1/policies/{policy}/versions", { params: { path: { policy } } }));
  }

  /** What there is to say about a draft, and what it would change; nothing is kept. */
  async check(policy: string, draft: Draft): Promise<Checked> {
    const params = { path: { policy } };
    return taken(await this.api.POST("/v1/policies/{policy}/check", { params, body: draft }));
  }

  /** Proposes a version, which is kept if it is sound. */
  async propose(policy: string, draft: Draft): Promise<Version> {
    return taken(await this.api.PUT("/v1/policies/{policy}", { params: { path: { policy } }, body: draft }));
  }

  /** Makes a version live. */
  async activate(policy: string, number: number): Promise<Version> {
    const params = { path: { policy, number } };
    return taken(await this.api.POST("/v1/policies/{policy}/versions/{number}/activate", { params }));
  }

  /** Makes the version live that was live before. */
  async rollBack(policy: string): Promise<Version> {
    return taken(await this.api.POST("/v1/policies/{policy}/rollback", { params: { path: { policy } } }));
  }
}

function told({ requestId, signal }: Asking) {
  return {
    ...(requestId !== undefined && { headers: { "x-request-id": requestId } }),
    ...(signal && { signal }),
  };
}

/** The answer, if there is one. */
function taken<Data>(answer: { data?: Data; error?: unknown; response: Response }): Data {
  if (answer.data !== undefined) {
    return answer.data;
  }
  throw ProblemError.of(answer.response, answer.error);
}
