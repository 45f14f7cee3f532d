import { useState } from "preact/hooks";
import type { AnswerOf } from "../../api/client.ts";
import { useLoaded } from "../../kit/use-async.ts";
import { useRefresh } from "../../kit/use-refresh.ts";
import { useOffice } from "../office.ts";
import type { Filter } from "./filter.ts";

/** Somebody as a list shows them. */
export type Listed = AnswerOf<"searchRegistrations">["items"][number];

/** How many the page asks for at a time, and how often it looks for news, in ms. */
const pageSize = 50;
const interval = 5_000;

/** A page that has come, with what it answers. */
interface Shown {
  readonly items: readonly Listed[];
  readonly next: string | null;
  readonly question: string;
  readonly cursor: string | undefined;
  /** How many stand before it. */
  readonly first: number;
}

const nobody: readonly Listed[] = [];

/** One page of the queue, or of those whom a search found. Another filter begins at its first page. */
export function useQueue(filter: Filter, text: string) {
  const { ask, settings } = useOffice();
  const { conferenceId } = settings;
  const question = JSON.stringify([conferenceId, filter, text]);
  const [turned, setTurned] = useState<{ question: string; cursors: readonly string[] }>({ question, cursors: [] });
  const cursors = turned.question === question ? turned.cursors : [];
  const cursor = cursors.at(-1);
  const { loaded, again, set } = useLoaded(
    async (signal): Promise<Shown> => {
      const params = { conferenceId };
      const page = { limit: pageSize, cursor };
      const found =
        text === ""
          ? await ask("listRegistrations", { params, query: { ...filter, ...page }, signal })
          : await ask("searchRegistrations", { params, query: page, body: { text }, signal });
      return { ...found, question, cursor, first: cursors.length * pageSize };
    },
    [question, cursor, ask],
  );
  useRefresh(again, interval);
  const page = loaded.state === "ready" ? loaded.value : undefined;
  const items = page?.items ?? nobody;
  const next = page?.next ?? null;
  /** Once, however often it is asked for before the page has come. */
  const turnTo = (cursorOfNext: string) =>
    cursorOfNext !== cursor && setTurned({ question, cursors: [...cursors, cursorOfNext] });
  /** Shows somebody as they stand now, until the next look. */
  const show = (changed: Listed) => {
    if (!page) return;
    const same = ({ registrationId }: Listed) => registrationId === changed.registrationId;
    set({ ...page, items: items.map((each) => (same(each) ? { ...each, ...changed } : each)) });
  };
  return {
    loaded,
    again,
    items,
    show,
    isStale: page?.question !== question || page.cursor !== cursor,
    first: page?.first ?? 0,
    forward: next === null ? undefined : () => turnTo(next),
    back: cursors.length === 0 ? undefined : () => setTurned({ question, cursors: cursors.slice(0, -1) }),
  };
}

export type QueuePage = ReturnType<typeof useQueue>;
