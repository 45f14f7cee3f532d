import { useEffect, useRef, useState } from "preact/hooks";
import type { ApiAnswer } from "../kit/api/client.ts";
import { useAction } from "../kit/api/use-loaded.ts";
import { Button } from "../kit/components/button.tsx";
import { TextField } from "../kit/components/fields.tsx";
import { ProblemNotice, Tag } from "../kit/components/notices.tsx";
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
      {(counts.sensitive || counts.staffOnly) && (
        <p class="row">
          {counts.sensitive && <Tag>{t("answers.sensitive")}</Tag>}
          {counts.staffOnly && <Tag>{t("answers.staffOnly")}</Tag>}
        </p>
      )}
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
  const [shown, setShown] = useState<ApiAnswer<"countAnswersByOption">>();
  const { busy, error, run } = useAction();
  const lastReason = useRef("");
  const count = (reason = lastReason.current) => {
    lastReason.current = reason;
    return run(async () =>
      setShown(
        await callApi("countAnswersByOption", { params: { conferenceId }, body: { ...(reason && { reason }) } }),
      ),
    );
  };
  // Only the page and the button count: each count with a reason records an access to the answers of each person.
  useEffect(() => void count(""), [conferenceId]);
  return (
    <section class="stack" aria-labelledby="answer-statistics">
      <h2 id="answer-statistics">{t("shares.answers")}</h2>
      <p class="soft">{t("shares.answersLead")}</p>
      <form class="stack-tight narrow" noValidate onSubmit={(event) => [event.preventDefault(), count(typed.trim())]}>
        <TextField
          id="statistics-reason"
          label={t("shares.answersReason")}
          hint={t("shares.answersReasonHint")}
          optional={t("common.optional")}
          value={typed}
          onInput={setTyped}
        />
        <Button type="submit" kind="secondary" small busy={busy}>
          {t("shares.countAgain")}
        </Button>
      </form>
      {shown ? (
        <>
          <p class="small soft" role="status">
            {t("shares.asOf", { time: formatTime(shown.asOf) })}
          </p>
          {shown.items.length === 0 && <p>{t("shares.noChoices")}</p>}
          {shown.items.map((counts) => (
            <QuestionTable key={counts.key} counts={counts} />
          ))}
        </>
      ) : null}
      {!shown && error === undefined && <p aria-busy="true">{t("common.loading")}</p>}
      <ProblemNotice error={error} t={t} onRetry={() => count()} />
    </section>
  );
}
