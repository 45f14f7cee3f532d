import type { ComponentChildren } from "preact";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { Table } from "../../kit/components/table.tsx";
import { formatTimeOfDay, formatWeekday } from "../../kit/i18n/format-dates.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { getCategoryTitle } from "../labels.tsx";
import { LocalizedNumber } from "../localized-number.tsx";
import { ShareBar } from "../share-bar.tsx";
import { useTranslation } from "../translations.ts";
import { RegisterCount } from "./register-count.tsx";

export type Attendance = ApiAnswer<"getAttendance">;

type AttendanceBy<By extends Attendance["by"]> = Extract<Attendance, { by: By }>["items"];

/** The counts as a table, each row with a bar. */
export function AttendanceTables({ attendance }: { readonly attendance: Attendance }) {
  switch (attendance.by) {
    case "day":
      return <DayTable items={attendance.items} />;
    case "session":
      return <SessionTable items={attendance.items} />;
    case "category":
      return <CategoryTable items={attendance.items} />;
    case "delegation":
      return <DelegationTable items={attendance.items} />;
    case "hour":
    case "quarter-hour":
      return <HourTables by={attendance.by} items={attendance.items} />;
  }
}

interface CountRowProps {
  readonly name: string;
  readonly count: number;
  /** The number of which the bar shows a share. */
  readonly of: number;
  /** The cells behind the bar. */
  readonly children: ComponentChildren;
}

/** A row whose bar shows how many of the expected people came. */
function CountRow({ name, count, of, children }: CountRowProps) {
  const { t, language } = useTranslation();
  const { format } = new Intl.NumberFormat(language);
  return (
    <tr>
      <th scope="row" class="pool-name">
        <bdi>{name}</bdi>
      </th>
      <td class="pool-share">
        <ShareBar
          share={of === 0 ? 0 : Math.min(1, count / of)}
          label={t("attendance.said", { name, attended: format(count), all: format(of) })}
        />
      </td>
      {children}
    </tr>
  );
}

function NumberCell({ value }: { readonly value: number | undefined }) {
  return <td class="number">{value === undefined ? "–" : <LocalizedNumber value={value} />}</td>;
}

function DayTable({ items }: { readonly items: AttendanceBy<"day"> }) {
  const { t, language } = useTranslation();
  return (
    <Table
      caption={t("attendance.by.day")}
      head={[
        t("attendance.by.day"),
        t("attendance.share"),
        t("attendance.expected"),
        t("attendance.attended"),
        t("attendance.firstTime"),
        t("attendance.entries"),
        t("attendance.exits"),
      ]}
    >
      {items.map(({ day, expected, attended, firstTime, entries, exits }) => (
        <CountRow key={day} name={formatWeekday(day, language)} count={attended} of={expected}>
          <NumberCell value={expected} />
          <NumberCell value={attended} />
          <NumberCell value={firstTime} />
          <NumberCell value={entries} />
          <NumberCell value={exits} />
        </CountRow>
      ))}
    </Table>
  );
}

function SessionTable({ items }: { readonly items: AttendanceBy<"session"> }) {
  const { t, language } = useTranslation();
  const { sessions } = useConsoleContext().settings;
  const most = Math.max(...items.map(({ attended, seats }) => Math.max(attended, seats)));
  return (
    <>
      <p class="soft">{t("attendance.sessionsLead")}</p>
      <Table
        caption={t("attendance.by.session")}
        head={[
          t("attendance.by.session"),
          t("attendance.share"),
          t("attendance.seats"),
          t("attendance.attended"),
          t("attendance.noShows"),
          t("attendance.entries"),
        ]}
      >
        {items.map(({ sessionId, attended, entries, seats, noShows }) => {
          const session = sessions.find((each) => each.sessionId === sessionId);
          const name = session ? getLocalizedText(session.title, language) : sessionId;
          return (
            <CountRow key={sessionId} name={name} count={attended} of={seats > 0 ? seats : most}>
              <td>
                <RegisterCount name={name} count={seats} filter={{ sessions: `${sessionId} held` }} />
              </td>
              <NumberCell value={attended} />
              <NumberCell value={noShows} />
              <NumberCell value={entries} />
            </CountRow>
          );
        })}
      </Table>
    </>
  );
}

interface GroupCounts {
  readonly confirmed: number;
  readonly attended: number;
  readonly noShows: number;
}

interface GroupRowProps {
  readonly name: string;
  readonly counts: GroupCounts;
  /** The column of the register that has the group, and its value. */
  readonly filter: Readonly<Record<string, string>>;
}

function GroupRow({ name, counts: { confirmed, attended, noShows }, filter }: GroupRowProps) {
  const { t } = useTranslation();
  return (
    <CountRow name={name} count={confirmed - noShows} of={confirmed}>
      <td>
        <RegisterCount name={name} count={confirmed} filter={filter} />
      </td>
      <NumberCell value={attended} />
      <td>
        <RegisterCount
          name={t("attendance.noShowsOf", { name })}
          count={noShows}
          filter={{ ...filter, scannedAt: "" }}
        />
      </td>
    </CountRow>
  );
}

function useGroupHead(first: string): string[] {
  const { t } = useTranslation();
  return [first, t("attendance.share"), t("attendance.confirmed"), t("attendance.attended"), t("attendance.noShows")];
}

function CategoryTable({ items }: { readonly items: AttendanceBy<"category"> }) {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  const caption = t("attendance.by.category");
  return (
    <Table caption={caption} head={useGroupHead(caption)}>
      {items.map(({ category, ...counts }) => (
        <GroupRow
          key={category}
          name={getCategoryTitle(settings, category, language)}
          {...{ counts }}
          filter={{ category }}
        />
      ))}
    </Table>
  );
}

function DelegationTable({ items }: { readonly items: AttendanceBy<"delegation"> }) {
  const { t, language } = useTranslation();
  const caption = t("attendance.by.delegation");
  return (
    <Table caption={caption} head={useGroupHead(caption)}>
      {items.map(({ delegationId = "", name, ...counts }) => (
        <GroupRow
          key={delegationId}
          name={name ? getLocalizedText(name, language) : t("attendance.noDelegation")}
          {...{ counts }}
          filter={{ delegationId }}
        />
      ))}
    </Table>
  );
}

/** A table for each day. The bars of all days have one scale. */
function HourTables({ by, items }: { readonly by: "hour" | "quarter-hour"; readonly items: AttendanceBy<"hour"> }) {
  const { t, language } = useTranslation();
  const { timeZone } = useConsoleContext().settings;
  const { format } = new Intl.NumberFormat(language);
  const most = Math.max(1, ...items.map(({ inside }) => inside));
  return (
    <>
      {[...Map.groupBy(items, ({ day }) => day)].map(([day, hours]) => (
        <Table
          key={day}
          caption={formatWeekday(day, language)}
          head={[
            t(`attendance.by.${by}`),
            t("attendance.insideShare"),
            t("attendance.inside"),
            t("attendance.arrivals"),
            t("attendance.entries"),
            t("attendance.exits"),
          ]}
        >
          {hours.map(({ from, inside, arrivals, entries, exits }) => {
            const hour = formatTimeOfDay(from, timeZone, language);
            return (
              <tr key={from}>
                <th scope="row" class="pool-name">
                  {hour}
                </th>
                <td class="pool-share">
                  <ShareBar
                    share={inside / most}
                    label={t("attendance.saidInside", { hour, inside: format(inside) })}
                  />
                </td>
                <NumberCell value={inside} />
                <NumberCell value={arrivals} />
                <NumberCell value={entries} />
                <NumberCell value={exits} />
              </tr>
            );
          })}
        </Table>
      ))}
    </>
  );
}
