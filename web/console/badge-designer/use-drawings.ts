import { useEffect, useRef, useState } from "preact/hooks";
import type { BadgeLayout } from "#shared/model/badge-layout.ts";
import type { ApiAnswer, ApiCallOptions } from "../../kit/api/client.ts";
import { useConsoleContext } from "../console-context.ts";

type DrawingRequest = ApiCallOptions<"drawBadges">["body"];

/** A badge as an image. */
export interface Drawing extends Omit<ApiAnswer<"drawBadges">["items"][number], "svg"> {
  readonly url: string;
}

/** The people for whom a layout is. */
export type DrawingFilter = Pick<DrawingRequest, "categories" | "roles">;

interface Drawn {
  readonly key: string;
  readonly items: readonly Drawing[];
  readonly error?: unknown;
}

/** The pause in editing before a layout is drawn, in ms. */
const drawPauseMs = 400;

/**
 * The layout with the longest and the shortest name, drawn by the server after a pause in editing; until then, and while
 * the contract refuses the layout, the last drawings stay.
 */
export function useDrawings(layout: BadgeLayout, isValid: boolean, withPhoto: boolean, filter: DrawingFilter) {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const [drawn, setDrawn] = useState<Drawn>({ key: "", items: [] });
  /** The people of each filter, so that the server need not look for them again. */
  const people = useRef(new Map<string, readonly string[]>());
  const key = JSON.stringify([layout, withPhoto, filter]);
  useEffect(() => {
    if (!isValid) return;
    const abort = new AbortController();
    const draw = async () => {
      const filterKey = JSON.stringify(filter);
      const registrationIds = [...(people.current.get(filterKey) ?? [])];
      const body = { layout, withPhoto, ...filter, ...(registrationIds.length > 0 && { registrationIds }) };
      const request = { params: { conferenceId }, body: body as DrawingRequest, signal: abort.signal };
      const { items } = await callApi("drawBadges", request);
      if (abort.signal.aborted) return;
      people.current.set(
        filterKey,
        items.flatMap(({ registrationId }) => registrationId ?? []),
      );
      setDrawn({ key, items: items.map(toDrawing) });
    };
    const timer = setTimeout(() => {
      draw().catch((error: unknown) => !abort.signal.aborted && setDrawn(({ items }) => ({ key, items, error })));
    }, drawPauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, isValid, callApi]);
  useEffect(() => () => drawn.items.forEach(({ url }) => void URL.revokeObjectURL(url)), [drawn.items]);
  return { items: drawn.items, error: drawn.error, isCurrent: drawn.key === key };
}

const toDrawing = ({ svg, ...item }: ApiAnswer<"drawBadges">["items"][number]): Drawing => ({
  ...item,
  url: URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" })),
});
