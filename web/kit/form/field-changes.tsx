import { Table } from "../components/table.tsx";
import type { PageTranslator } from "../i18n/translations.tsx";
import { getFieldLabel } from "./form-errors.ts";
import { type FormattedConference, formatRegistrationField } from "./format-field.ts";

interface FieldChangesProps {
  readonly caption: string;
  readonly changes: readonly { readonly path: string; readonly before?: unknown; readonly after?: unknown }[];
  readonly conference: FormattedConference;
  readonly reader: PageTranslator<`fieldChange.${"field" | "before" | "after"}`>;
}

/** Changed fields, each with its values before and after. */
export function FieldChanges({ caption, changes, conference, reader }: FieldChangesProps) {
  const { t, find, language } = reader;
  const show = (path: string, value: unknown) =>
    value === undefined
      ? "–"
      : (formatRegistrationField({ [path]: value }, path, { conference, language, find }) ?? "–");
  return (
    <Table caption={caption} head={[t("fieldChange.field"), t("fieldChange.before"), t("fieldChange.after")]}>
      {changes.map(({ path, before, after }) => (
        <tr key={path}>
          <th scope="row">{getFieldLabel(path, find)}</th>
          <td>
            <bdi>{show(path, before)}</bdi>
          </td>
          <td>
            <strong>
              <bdi>{show(path, after)}</bdi>
            </strong>
          </td>
        </tr>
      ))}
    </Table>
  );
}
