import type * as z from "zod/mini";
import type { Caller } from "#shared/auth/caller.ts";
import { parseInput } from "#shared/contracts/validate.ts";
import type { Table } from "#shared/dynamodb/table.ts";
import { computeAddressDigest } from "#shared/email/suppressed-addresses.repository.ts";
import { feedQuery, feedResponse } from "#shared/feed/contract.ts";
import { type FeedColumn, feedColumns } from "#shared/feed/feed-columns.rules.ts";
import type { ApiRequest } from "#shared/http/request.ts";
import { routes } from "#shared/http/routes.ts";
import type { Handlers } from "../../bench/support/handlers.ts";
import { getRegistrationFeed } from "../../functions/people-search/feed.ts";
import type { FeedLimits } from "../../functions/people-search/feed-page.ts";

type FeedAnswer = z.output<typeof feedResponse>;
type FeedRow = FeedAnswer["rows"][number];

/** Sends a request to the feed. @returns the body of the answer */
type AskFeed = (query: Readonly<Record<string, string>>) => Promise<unknown>;

interface FeedCaller {
  readonly conferenceId: string;
  readonly caller: Caller;
  readonly limits?: FeedLimits;
}

/** Calls the function of the feed on a table. */
export function createFeedCall(table: Table, { conferenceId, caller, limits }: FeedCaller): AskFeed {
  const answer = getRegistrationFeed(table, limits);
  return async (query) => {
    const request = {
      params: { conferenceId },
      query: parseInput(feedQuery, query),
      caller,
      access: routes.getRegistrationFeed.access,
      now: new Date().toISOString(),
      deadline: Date.now() + 60_000,
    };
    return answer(request as unknown as ApiRequest<"getRegistrationFeed">);
  };
}

const focalPoint = "fp@example.org";

/** Creates a delegation. @returns its identifier */
export async function createMission({ call }: Handlers, conferenceId: string): Promise<string> {
  const draft = { name: { en: "Mission" }, category: "ngo", focalPoints: [focalPoint], quota: 50 };
  return String((await call("createDelegation", conferenceId, draft)).body.delegationId);
}

/** The focal point of such a delegation. */
export const asFocalPoint = (conferenceId: string, delegationId: string): Caller => ({
  ...{ kind: "delegate", conferenceId, registrationIds: [], delegationIds: [delegationId] },
  addressDigest: computeAddressDigest(focalPoint),
});

/** A page of the console, which keeps the rows of the feed. */
export class FeedClient {
  readonly #ask: AskFeed;
  /** The questions whose answers are asked for. */
  readonly #answers: string | undefined;
  #since: string | undefined;
  /** The rows by registration. */
  rows = new Map<string, FeedRow>();
  reloads = 0;

  constructor(ask: AskFeed, answers?: string) {
    this.#ask = ask;
    this.#answers = answers;
  }

  /** One request, and what it changes. */
  async read(): Promise<FeedAnswer> {
    const query = {
      ...(this.#since !== undefined && { since: this.#since }),
      ...(this.#answers !== undefined && { answers: this.#answers }),
    };
    const answer = feedResponse.parse(await this.#ask(query));
    if (answer.reload) {
      this.reloads += 1;
      this.rows = new Map();
    }
    for (const row of answer.rows) this.rows.set(String(row[0]), row);
    for (const id of answer.removed) this.rows.delete(id);
    this.#since = answer.since;
    return answer;
  }

  /** Requests until there is no more. @returns the answers */
  async readAll(): Promise<FeedAnswer[]> {
    const answers: FeedAnswer[] = [];
    do answers.push(await this.read());
    while (answers.at(-1)?.more);
    return answers;
  }

  /** A column of a row. */
  get(registrationId: string, column: FeedColumn) {
    return this.rows.get(registrationId)?.[feedColumns.indexOf(column)];
  }

  /** The rows in an order that does not depend on when they came. */
  list(): FeedRow[] {
    return [...this.rows.values()].toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1));
  }
}
