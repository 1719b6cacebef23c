// Why the server does not do what was asked for.

import type { components } from "./schema.js";

type Problem = components["schemas"]["Problem"];

const TYPES = "https://waypost.dev/problems/";

/** The server has answered with a problem, or something else than Waypost has answered. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  private constructor(
    message: string,
    /** The status of the answer. */
    readonly status: number,
    /** What is wrong, as the server tells it; nothing, if that was not Waypost. */
    readonly problem: Problem | undefined,
    /** In how many milliseconds to ask again, if that helps. */
    readonly retryAfterMs: number | undefined,
  ) {
    super(message);
  }

  /** The name of the problem, which does not change: `unknown-policy`. */
  get kind(): string | undefined {
    return this.problem?.type.replace(TYPES, "");
  }

  /** What an answer that is no success means. */
  static of(response: Response, body: unknown): ProblemError {
    const after = Number(response.headers.get("retry-after") ?? NaN);
    const retryAfterMs = Number.isNaN(after) ? undefined : after * 1000;
    const problem = isProblem(body) ? body : undefined;
    const message = problem
      ? `${problem.title}: ${problem.detail}`
      : `status ${response.status}, and no answer that Waypost gives`;
    return new ProblemError(message, response.status, problem, retryAfterMs);
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "type" in body && String(body.type).startsWith(TYPES);
}
