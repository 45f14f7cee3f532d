import type { Conference } from "#shared/domain/conference.ts";
import { keys } from "./keys.ts";
import type { Layout } from "./layout.ts";
import { type Item, keyOf, N, number, S, text } from "./table.ts";

/** A conference as it is stored, with the layout of its pools. */
export function conferenceItem({ conferenceId, version, ...data }: Conference, layout: Layout): Item {
  return {
    ...keyOf(keys.conference(conferenceId)),
    entity: S("conference"),
    version: N(version),
    data: S(JSON.stringify({ conferenceId, ...data })),
    layout: S(JSON.stringify(layout)),
  };
}

/** @throws Error for an item that isn't a conference */
export function conferenceOf(item: Item): Conference {
  return { ...(JSON.parse(text(item, "data")) as Omit<Conference, "version">), version: number(item, "version") };
}

/** The layout of a stored conference's pools. */
export const layoutOf = (item: Item): Layout => JSON.parse(text(item, "layout")) as Layout;
