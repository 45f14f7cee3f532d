import { mailTroubles } from "#shared/domain/mail-state.ts";
import { go, usePlace } from "../../kit/fragment.ts";
import { SelectField } from "../../kit/inputs.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { Table } from "../../kit/table.tsx";
import { useLoaded } from "../../kit/use-async.ts";
import { useRefresh } from "../../kit/use-refresh.ts";
import { useOffice } from "../office.ts";
import { Turn } from "../turn.tsx";
import { usePages } from "../use-pages.ts";
import { useWords } from "../words.ts";
import { useMailNames } from "./mail-names.ts";
import { MailRow } from "./mail-row.tsx";

/** Mails that didn't go out, may have gone twice, or came back. */
export function Mails() {
  const { t, language } = useWords();
  const { ask, settings } = useOffice();
  const place = usePlace();
  const { conferenceId } = settings;
  const state = place["state"];
  const pages = usePages(state);
  const { cursor } = pages;
  const names = useMailNames(language);
  const { loaded, again } = useLoaded(
    (signal) => ask("readMails", { params: { conferenceId }, query: { state, limit: 50, cursor }, signal }),
    [conferenceId, state, cursor, ask],
  );
  useRefresh(again, 10_000);
  const page = loaded.state === "ready" ? loaded.value : undefined;
  return (
    <div class="sheet dense-sheet stack">
      <h1>{t("nav.mails")}</h1>
      <p class="soft">{t("mails.lead")}</p>
      <div class="filters">
        <SelectField
          id="state"
          label={t("mails.state")}
          value={state ?? ""}
          empty={t("queue.any")}
          options={mailTroubles.map((value) => ({ value, label: t(`trouble.${value}`) }))}
          onChange={(value) => go({ conference: conferenceId, view: "mails", ...(value && { state: value }) })}
        />
      </div>
      {loaded.state === "failed" && <ProblemNotice error={loaded.error} t={t} onRetry={again} />}
      {loaded.state === "loading" && <p aria-busy="true">{t("common.loading")}</p>}
      {page && page.items.length === 0 && <p>{t("mails.none")}</p>}
      {page && page.items.length > 0 && (
        <Table
          caption={t("nav.mails")}
          head={[t("mails.kind"), t("mails.state"), t("mails.at"), t("mails.whose"), t("capacity.act")]}
        >
          {page.items.map((mail) => (
            <MailRow key={mail.mailId} {...{ mail, again }} name={names[mail.kind] ?? mail.kind} />
          ))}
        </Table>
      )}
      <Turn pages={pages} next={page?.next} />
    </div>
  );
}
