import { useMemo } from "preact/hooks";
import { useConsoleContext } from "../console-context.ts";
import { useRegisterFeed } from "../register/data/use-register-feed.ts";
import { useRegisterCounts } from "../register/data/use-register-query.ts";
import type { CountQuery, CountResult } from "../register/engine/register-engine.ts";
import { useTranslation } from "../translations.ts";
import { listCountedColumns } from "./counted-columns.ts";
import { focalPointFigures, listChangeFigures, pendingByCategory, peopleFigures, staffFigures } from "./figures.ts";

/** The numbers of the home that the register has, too. */
export interface HomeCounts {
  readonly total: number;
  /** By day, `YYYY-MM-DD` in the time zone of the conference. */
  readonly byDay: ReadonlyMap<string, number>;
  readonly pendingByCategory: ReadonlyMap<string, number>;
  readonly staff: readonly number[];
  readonly people: readonly number[];
  readonly focalPoints: readonly number[];
  readonly changes: readonly number[];
}

const waitingFigures = [...staffFigures, ...peopleFigures, ...focalPointFigures];

/**
 * Counts the registrations in the rows of the register, so that each number is the one that the register shows.
 * @param since from when on changes are counted; RFC 3339, UTC
 * @returns `counts` once all registrations are loaded
 */
export function useHomeCounts(since: string) {
  const { language } = useTranslation();
  const { settings } = useConsoleContext();
  const feed = useRegisterFeed([]);
  const specs = useMemo(() => listCountedColumns(settings.timeZone), [settings.timeZone]);
  const queries = useMemo(
    (): readonly CountQuery[] => [
      { filters: {}, counted: ["submittedAt"] },
      { filters: pendingByCategory.filters, counted: ["category"] },
      ...[...waitingFigures, ...listChangeFigures(since)].map(({ filters }) => ({ filters, counted: [] })),
    ],
    [since],
  );
  const { answer, error } = useRegisterCounts(
    feed.loading === undefined ? feed.rows : undefined,
    specs,
    language,
    queries,
  );
  return { feed, error, counts: answer && toHomeCounts(answer.results) };
}

function toHomeCounts([all, pending, ...others]: readonly CountResult[]): HomeCounts {
  const found = others.map((each) => each.found);
  const take = (count: number) => found.splice(0, count);
  return {
    total: all?.found ?? 0,
    byDay: new Map(all?.counts["submittedAt"]),
    pendingByCategory: new Map(pending?.counts["category"]),
    staff: take(staffFigures.length),
    people: take(peopleFigures.length),
    focalPoints: take(focalPointFigures.length),
    changes: found,
  };
}
