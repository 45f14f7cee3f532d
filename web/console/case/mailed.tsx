import type { AnswerOf } from "../../api/client.ts";
import { moment } from "../../i18n/dates.ts";
import { Tag } from "../../kit/notice.tsx";
import { useMailNames } from "../mails/mail-names.ts";
import { useOffice } from "../office.ts";
import { useWords } from "../words.ts";

type Mail = NonNullable<AnswerOf<"readHistory">["items"][number]["mails"]>[number];

/** What was mailed of a change, and how it went. */
export function Mailed({ mails }: { readonly mails: readonly Mail[] }) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const names = useMailNames(language);
  return (
    <ul class="plain-list small" aria-label={t("nav.mails")}>
      {mails.map(({ kind, state, at, troubles }) => (
        <li key={kind} class="row">
          <span>{names[kind] ?? kind}</span>
          {troubles.length === 0 && (
            <span class="soft">
              {state === "promised"
                ? t("mailed.promised")
                : t("mailed.sent", { at: moment(at, settings.timeZone, language) })}
            </span>
          )}
          {troubles.map((each) => (
            <Tag key={each} tone="warning">
              {t(`trouble.${each}`)}
            </Tag>
          ))}
        </li>
      ))}
    </ul>
  );
}
