import { fieldKey } from "#shared/i18n/message.ts";
import { Table } from "../../kit/table.tsx";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { most, Who } from "./entries.tsx";
import { type ChangedEntry, fieldOf } from "./entry.ts";

/** Who stands in both lists, otherwise: each field that is another one, before and after. */
export function Changed({ all }: { readonly all: readonly ChangedEntry[] }) {
  const { t } = useWords();
  if (all.length === 0) return null;
  return (
    <>
      <Table caption={t("list.changed")} head={[t("list.name"), t("case.field"), t("case.before"), t("case.after")]}>
        {all
          .slice(0, most)
          .flatMap((each) =>
            each.fields.map((field) => <Line key={`${each.after.registrationId} ${field}`} {...{ each, field }} />),
          )}
      </Table>
      {all.length > most && <p class="small">{t("capacity.more", { count: all.length - most })}</p>}
    </>
  );
}

function Line({ each: { before, after }, field }: { readonly each: ChangedEntry; readonly field: string }) {
  const { t, find, language } = useWords();
  const { settings } = useOffice();
  const reading = { settings, language, yes: t("console.yes"), no: t("console.no") };
  const label = find(`list.field.${field}`) ?? find(fieldKey(field)) ?? find(fieldKey(`person.${field}`)) ?? field;
  return (
    <tr>
      <Who entry={after} />
      <td>{label}</td>
      <td>
        <bdi>{fieldOf(before, field, reading)}</bdi>
      </td>
      <td>
        <strong>
          <bdi>{fieldOf(after, field, reading)}</bdi>
        </strong>
      </td>
    </tr>
  );
}
