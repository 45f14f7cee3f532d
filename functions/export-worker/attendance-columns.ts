import { listConferenceDays, type PersonAttendance } from "#shared/check-in/attendance.rules.ts";
import type { ExportColumnType } from "#shared/exports/export-columns.rules.ts";
import { formatConferenceDays } from "#shared/i18n/dates.ts";
import { type Conference, getTextInLanguage } from "#shared/model/conference.ts";
import type { ExportCell } from "./export-table.ts";
import type { ExportWording } from "./export-wording.ts";

/** What an export of the attendance says of a person, beside who the person is. */
export interface AttendanceColumn {
  readonly path: string;
  readonly type: ExportColumnType;
  readonly heading: string;
  readonly read: (person: PersonAttendance) => ExportCell;
}

/**
 * Whether a person came or is a no-show, the first entry of each day of the conference and of any other day with scans, and
 * the first one of each session.
 * @param hasCodes whether the values are those of the API
 */
export function listAttendanceColumns(
  conference: Conference,
  people: readonly PersonAttendance[],
  { language, translate, yes, no }: ExportWording,
  hasCodes: boolean,
): AttendanceColumn[] {
  const toFlag = (flag: boolean): ExportCell => {
    if (hasCodes) return flag;
    return flag ? yes : no;
  };
  const scanned = people.flatMap(({ days }) => [...days.keys()]);
  const all = new Set([...listConferenceDays(conference.startsOn, conference.endsOn), ...scanned]);
  return [
    {
      path: "attended",
      type: "boolean",
      heading: translate("column.attended"),
      read: ({ days }) => toFlag(days.size > 0),
    },
    {
      path: "noShow",
      type: "boolean",
      heading: translate("column.noShow"),
      read: ({ days, isConfirmed }) => toFlag(isConfirmed && days.size === 0),
    },
    ...[...all].toSorted().map((day) => ({
      path: `days.${day}`,
      type: "time" as const,
      heading: formatConferenceDays({ startsOn: day, endsOn: day }, language),
      read: ({ days }: PersonAttendance) => days.get(day) ?? null,
    })),
    ...conference.sessions.map(({ sessionId, title }) => ({
      path: `sessions.${sessionId}`,
      type: "time" as const,
      heading: getTextInLanguage(title, language),
      read: ({ sessions }: PersonAttendance) => sessions.get(sessionId) ?? null,
    })),
  ];
}
