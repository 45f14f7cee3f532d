import { useState } from "preact/hooks";
import type { ApiAnswer } from "../kit/api/client.ts";
import { useLastLoaded, useLoaded } from "../kit/api/use-loaded.ts";
import { Button } from "../kit/components/button.tsx";
import { TextField } from "../kit/components/fields.tsx";
import { LoadNotice, Tag } from "../kit/components/notices.tsx";
import { Table } from "../kit/components/table.tsx";
import { useFormState } from "../kit/hooks/use-stored-state.ts";
import { getLocalizedText } from "../kit/i18n/translations.tsx";
import { useConsoleContext } from "./console-context.ts";
import { useTimeFormat } from "./labels.tsx";
import { useTranslation } from "./translations.ts";

type QuestionCounts = ApiAnswer<"countAnswersByOption">["items"][number];

/** The answers to one question, by option. */
function QuestionTable({ counts }: { readonly counts: QuestionCounts }) {
  const { t, language } = useTranslation();
  const { format } = new Intl.NumberFormat(language);
  const question = getLocalizedText(counts.label, language);
  const getOptionName = ({ value, label }: QuestionCounts["options"][number]) => {
    if (label) return getLocalizedText(label, language);
    return value === "true" || value === "false" ? t(value === "true" ? "common.yes" : "common.no") : value;
  };
  const rows = [
    ...counts.options.map((option) => ({ ...option, key: `option ${option.value}`, name: getOptionName(option) })),
    { ...counts.answered, key: "all", name: t("shares.answered") },
  ];
  return (
    <section class="stack-tight">
      <Table
        caption={counts.removed ? t("shares.removedQuestion", { question }) : question}
        head={[t("shares.value"), t("shares.seated"), t("shares.confirmed"), t("shares.all")]}
      >
        {rows.map(({ key, name, seated, confirmed, registrations }) => (
          <tr key={key}>
            <th scope="row">
              <bdi>{name}</bdi>
            </th>
            <td class="number">{format(seated)}</td>
            <td class="number">{format(confirmed)}</td>
            <td class="number">{format(registrations)}</td>
          </tr>
        ))}
      </Table>
      {(counts.sensitive || counts.staffOnly) && (
        <p class="row">
          {counts.sensitive && <Tag>{t("answers.sensitive")}</Tag>}
          {counts.staffOnly && <Tag>{t("answers.staffOnly")}</Tag>}
        </p>
      )}
    </section>
  );
}

/** The answers to the questions with options. They are counted from all registrations, so only on request. */
export function AnswerStatistics() {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const formatTime = useTimeFormat();
  const { conferenceId } = settings;
  const [typed, setTyped] = useFormState(`statistics-reason.${conferenceId}`, "");
  const [sent, setSent] = useState("");
  const { loaded, reload } = useLoaded(
    (signal) =>
      callApi("countAnswersByOption", { params: { conferenceId }, body: { ...(sent && { reason: sent }) }, signal }),
    [conferenceId, sent, callApi],
  );
  const shown = useLastLoaded(loaded);
  const countAgain = () => (typed.trim() === sent ? reload() : setSent(typed.trim()));
  return (
    <section class="stack" aria-labelledby="answer-statistics">
      <h2 id="answer-statistics">{t("shares.answers")}</h2>
      <p class="soft">{t("shares.answersLead")}</p>
      <form class="stack-tight narrow" noValidate onSubmit={(event) => [event.preventDefault(), countAgain()]}>
        <TextField
          id="statistics-reason"
          label={t("shares.answersReason")}
          hint={t("shares.answersReasonHint")}
          optional={t("common.optional")}
          value={typed}
          onInput={setTyped}
        />
        <Button type="submit" kind="secondary" small busy={loaded.state === "loading"}>
          {t("shares.countAgain")}
        </Button>
      </form>
      {shown ? (
        <>
          <p class="small soft" role="status">
            {formatTime(shown.asOf)}
          </p>
          {shown.items.length === 0 && <p>{t("shares.noChoices")}</p>}
          {shown.items.map((counts) => (
            <QuestionTable key={counts.key} counts={counts} />
          ))}
        </>
      ) : null}
      {loaded.state !== "ready" && !(shown && loaded.state === "loading") && <LoadNotice {...{ loaded, reload, t }} />}
    </section>
  );
}
