import { useMemo } from "preact/hooks";
import { type ApiAnswer, ApiError } from "../../kit/api/client.ts";
import { useLoaded, useRefresh } from "../../kit/api/use-loaded.ts";
import type { PageLocation } from "../../kit/hooks/use-location.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { useConsoleContext } from "../console-context.ts";
import { usePagination } from "../pagination.tsx";

/** The filters in the address. They contain no personal data, so the address can be shared. */
export interface QueueFilterValues {
  readonly accreditation?: string;
  readonly seat?: string;
  readonly category?: string;
  readonly delegation?: string;
  readonly changeRequested?: string;
  readonly unanswered?: string;
  readonly tag?: string;
  readonly assignee?: string;
  readonly order?: string;
}

const filterNames = [
  "accreditation",
  "seat",
  "category",
  "delegation",
  "changeRequested",
  "unanswered",
  "tag",
  "assignee",
  "order",
] as const;

export const parseQueueFilter = (pageLocation: PageLocation): QueueFilterValues =>
  Object.fromEntries(filterNames.flatMap((name) => (pageLocation[name] ? [[name, pageLocation[name]]] : [])));

/** The location with one filter changed and no open registration. */
export function changeFilter(
  { registration: _, ...pageLocation }: PageLocation,
  name: keyof QueueFilterValues,
  value: string,
): PageLocation {
  const { [name]: _was, ...others } = pageLocation;
  if (value !== "") return { ...others, [name]: value };
  // Without an accreditation filter the list is grouped by accreditation, so an order by age does not apply.
  const { order: _order, ...unordered } = others;
  return name === "accreditation" ? unordered : others;
}

/** A registration in a list. */
export type ListedRegistration = ApiAnswer<"searchRegistrations">["items"][number];

/** The page size, and the refresh interval in ms. */
const queuePageSize = 50;
const queueRefreshMs = 5_000;
/** For these filters the server reads every registration. */
const slowRefreshMs = 60_000;
const isSlow = ({ unanswered, tag, assignee }: QueueFilterValues) => Boolean(unanswered ?? tag ?? assignee);

/** A loaded page with its filter and cursor. */
interface LoadedQueuePage {
  readonly items: readonly ListedRegistration[];
  /** The registrations that the page leaves out because their records are damaged. */
  readonly damaged: readonly string[];
  readonly next: string | null;
  readonly query: string;
  readonly cursor: string | undefined;
  /** The number of items before the page. */
  readonly first: number;
}

const noRegistrations: readonly ListedRegistration[] = [];
const noIds: readonly string[] = [];

/** Search results name none. */
const getDamagedIds = (found: ApiAnswer<"listRegistrations"> | ApiAnswer<"searchRegistrations">): string[] =>
  "damaged" in found ? [...(found.damaged ?? [])] : [];

/** Loads one page of the queue or of search results. Another filter starts at the first page. */
export function useQueue(filter: QueueFilterValues, text: string) {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const query = JSON.stringify([conferenceId, filter, text]);
  const { cursor, pageIndex, showPrevious, showNext } = usePagination(query);
  const { loaded, reload, set } = useLoaded(
    async (signal): Promise<LoadedQueuePage> => {
      const params = { conferenceId };
      const load = (from: string | undefined) => {
        const page = { limit: queuePageSize, cursor: from };
        return text === ""
          ? callApi("listRegistrations", { params, query: { ...filter, ...page }, signal })
          : callApi("searchRegistrations", { params, query: page, body: { text }, signal });
      };
      let found = await load(cursor);
      const damaged = getDamagedIds(found);
      // For some filters the server reads a part of the people for each page, so that a page may be empty.
      while (found.items.length === 0 && found.next !== null) {
        found = await load(found.next);
        damaged.push(...getDamagedIds(found));
      }
      return { ...found, damaged, query, cursor, first: pageIndex * queuePageSize };
    },
    [query, cursor, callApi],
  );
  useRefresh(reload, isSlow(filter) ? slowRefreshMs : queueRefreshMs);
  const page = loaded.state === "ready" ? loaded.value : undefined;
  const items = page?.items ?? noRegistrations;
  /** Shows a changed registration until the next refresh. */
  const showChanged = (changed: ListedRegistration) => {
    if (!page) return;
    const same = ({ registrationId }: ListedRegistration) => registrationId === changed.registrationId;
    set({ ...page, items: items.map((each) => (same(each) ? { ...each, ...changed } : each)) });
  };
  return {
    loaded,
    reload,
    items,
    damaged: page?.damaged ?? noIds,
    showChanged,
    isStale: page?.query !== query || page.cursor !== cursor,
    first: page?.first ?? 0,
    next: page?.next,
    showPrevious,
    showNext,
  };
}

/** The number of selected registrations that are read at a time. */
const readConcurrency = 6;

/** @returns a function that reads registrations as they are now; `undefined` for those that were erased */
export function useCurrentRegistrations() {
  const { callApi } = useConsoleContext();
  return async (all: readonly Pick<ListedRegistration, "registrationId">[], signal: AbortSignal) => {
    const read = ({ registrationId }: Pick<ListedRegistration, "registrationId">) =>
      callApi("getRegistration", { params: { registrationId }, signal }).catch((error: unknown) => {
        if (error instanceof ApiError && error.problem.code === "not-found") return undefined;
        throw error;
      });
    const found: (ListedRegistration | undefined)[] = [];
    for (let index = 0; index < all.length; index += readConcurrency)
      found.push(...(await Promise.all(all.slice(index, index + readConcurrency).map(read))));
    return found;
  };
}

export type QueuePage = ReturnType<typeof useQueue>;

/** The API's maximum for one bulk decision. */
const maxSelected = 1_000;

/** The selected registrations of all pages, in the order of selection. */
export function useSelection(conferenceId: string) {
  const [all, setAll] = useFormState<readonly ListedRegistration[]>(`chosen.${conferenceId}`, []);
  const ids = useMemo(() => new Set(all.map(({ registrationId }) => registrationId)), [all]);
  const toggleAll = (items: readonly ListedRegistration[], on: boolean) =>
    setAll((before) => {
      const after = new Map(before.map((item) => [item.registrationId, item]));
      for (const item of items) {
        if (!on) after.delete(item.registrationId);
        else if (after.size < maxSelected) after.set(item.registrationId, item);
      }
      return [...after.values()];
    });
  return {
    all,
    has: ({ registrationId }: ListedRegistration) => ids.has(registrationId),
    toggle: (item: ListedRegistration, on: boolean) => toggleAll([item], on),
    toggleAll,
    clear: () => setAll([]),
  };
}

export type QueueSelection = ReturnType<typeof useSelection>;
