import { useLoaded, useRefresh } from "../kit/api/use-loaded.ts";
import { LoadNotice } from "../kit/components/notices.tsx";
import { Table } from "../kit/components/table.tsx";
import { getFieldLabel } from "../kit/form/form-errors.ts";
import { useConsoleContext } from "./console-context.ts";
import { RegistrationLink } from "./labels.tsx";
import { useTranslation } from "./translations.ts";

/** The people whose texts have characters that no font has, with a link to correct each; nothing if there are none. */
export function UnprintablePeople() {
  const { t, find } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded, reload } = useLoaded(
    (signal) => callApi("listUnprintablePeople", { params: { conferenceId }, signal }),
    [conferenceId, callApi],
  );
  useRefresh(reload);
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const { items } = loaded.value;
  if (items.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="unprintable-people">
      <h2 id="unprintable-people">{t("unprintable.title", { count: items.length })}</h2>
      <p class="soft">{t("unprintable.lead")}</p>
      <Table caption={t("unprintable.caption")} head={[t("list.name"), t("unprintable.characters")]}>
        {items.map(({ registrationId, name, texts }) => (
          <tr key={registrationId}>
            <th scope="row">
              <RegistrationLink id={registrationId}>{name}</RegistrationLink>
            </th>
            <td>
              {texts.map(({ path, characters }) => (
                <p key={path}>
                  {getFieldLabel(path, find)}
                  {t("common.colon")}
                  <bdi>{characters.join(", ")}</bdi>
                </p>
              ))}
            </td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
