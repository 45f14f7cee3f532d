import { countryName } from "../../i18n/countries.ts";
import { textIn } from "../../i18n/words.tsx";
import { Table } from "../../kit/table.tsx";
import { linkTo } from "../link.ts";
import { categoryTitle } from "../names.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import type { Entry } from "./entry.ts";

/** So many are named; of the others the number is enough, for the first list against none names everybody. */
export const most = 200;

/** Whom one list has and the other hasn't. */
export function Entries({ caption, all }: { readonly caption: string; readonly all: readonly Entry[] }) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  if (all.length === 0) return null;
  return (
    <>
      <Table caption={caption} head={[t("list.name"), t("field.functionTitle"), t("list.whence"), t("field.category")]}>
        {all.slice(0, most).map((entry) => (
          <tr key={entry.registrationId}>
            <Who entry={entry} />
            <td>
              <bdi>{entry.functionTitle}</bdi>
            </td>
            <td>
              <bdi>{entry.delegation ? textIn(entry.delegation.name, language) : entry.organization}</bdi>
              {entry.country && <span class="small soft"> {countryName(entry.country, language)}</span>}
            </td>
            <td>{categoryTitle(settings, entry.category, language)}</td>
          </tr>
        ))}
      </Table>
      {all.length > most && <p class="small">{t("capacity.more", { count: all.length - most })}</p>}
    </>
  );
}

/** A name as the list has it, and the way to the registration. */
export function Who({ entry: { registrationId, honorific, name } }: { readonly entry: Entry }) {
  const { settings } = useOffice();
  return (
    <th scope="row">
      <a href={linkTo({ conference: settings.conferenceId, view: "queue", registration: registrationId })}>
        <bdi>{[honorific, name].filter(Boolean).join(" ")}</bdi>
      </a>
    </th>
  );
}
