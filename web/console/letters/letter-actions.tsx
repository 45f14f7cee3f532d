import { useState } from "preact/hooks";
import { listSeparator } from "#shared/feed/feed-columns.rules.ts";
import { type VisaLetterAction, visaLetterActions } from "#shared/model/registration.ts";
import { saveFile } from "../../kit/api/client.ts";
import { useAction } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { TextArea, TextField } from "../../kit/components/fields.tsx";
import { Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { navigate } from "../../kit/hooks/use-location.ts";
import { useSendOnce } from "../../kit/hooks/use-send-once.ts";
import { useConsoleContext } from "../console-context.ts";
import type { RegisterRows } from "../register/data/register-rows.ts";
import type { RegisterSelection } from "../register/use-register-selection.ts";
import { useTranslation } from "../translations.ts";
import { useReason } from "../use-reason.ts";
import { LetterLanguage, toLetterLanguage } from "./letter-language.tsx";

/** The most people of one job. */
const maxPeople = 5_000;

interface LetterActionsProps {
  readonly selection: RegisterSelection;
  readonly rows: RegisterRows | undefined;
}

/** What one can do with the visa letters of the selected people. */
export function LetterActions({ selection, rows }: LetterActionsProps) {
  const { t } = useTranslation();
  const [action, setAction] = useState<VisaLetterAction | "preview">();
  const { all, clear } = selection;
  const [only] = all.length === 1 ? all : [];
  return (
    <section class="bulk stack-tight" aria-label={t("letterList.actions")}>
      <p class="number">
        <strong>{t("bulk.chosen", { count: all.length })}</strong>{" "}
        <Button kind="quiet" small onPress={clear}>
          {t("bulk.none")}
        </Button>
      </p>
      <div class="row">
        {visaLetterActions.map((each) => (
          <Button key={each} kind="secondary" small onPress={() => setAction(each)}>
            {t(`letterList.${each}`)} …
          </Button>
        ))}
        {only && (
          <Button kind="secondary" small onPress={() => setAction("preview")}>
            {t("letterList.preview")} …
          </Button>
        )}
      </div>
      {action === "preview" && only && (
        <PreviewDialog
          registrationId={only.registrationId}
          isProtected={isProtected(rows, only.registrationId)}
          onClose={() => setAction(undefined)}
        />
      )}
      {action !== undefined && action !== "preview" && (
        <LetterDialog {...{ action, selection }} onClose={() => setAction(undefined)} />
      )}
    </section>
  );
}

function isProtected(rows: RegisterRows | undefined, registrationId: string): boolean {
  const row = rows?.find(rows.findSlot(registrationId) ?? -1);
  return row !== undefined && (rows?.getText(row, "flags").split(listSeparator).includes("protected") ?? false);
}

function LanguageChoice(props: Pick<Parameters<typeof LetterLanguage>[0], "value" | "onChange">) {
  const { t } = useTranslation();
  return <LetterLanguage label={t("letterList.language")} empty={t("letterList.usualLanguage")} {...props} />;
}

interface LetterDialogProps {
  readonly action: VisaLetterAction;
  readonly selection: RegisterSelection;
  readonly onClose: () => void;
}

/** Says what the action does, and starts it for the selected people as the reader has seen them. */
function LetterDialog({ action, selection, onClose }: LetterDialogProps) {
  const { t } = useTranslation();
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const [language, setLanguage] = useState("");
  const { field, submit } = useReason("letter-reason", `letterList.${action}`, false);
  const { busy, error, run } = useAction();
  const sendOnce = useSendOnce();
  const { all, clear } = selection;
  const start = (reason: string) =>
    run(async () => {
      const items = all.map(({ registrationId, version }) => ({ registrationId, version }));
      const more = {
        ...(action === "issue" && toLetterLanguage(language)),
        ...(action === "revoke" && reason !== "" && { reason }),
      };
      const body = { action, items, ...more };
      const { jobId } = await sendOnce(body, (idempotencyKey) =>
        callApi("startVisaLetterJob", { params: { conferenceId }, body, idempotencyKey }),
      );
      onClose();
      clear();
      navigate({ conference: conferenceId, view: "letters", job: jobId });
    });
  const isTooMany = all.length > maxPeople;
  return (
    <Dialog title={t(`letterList.${action}`)} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), submit(start)]}>
        <p>{t(`letterList.means.${action}`)}</p>
        {isTooMany && <Notice tone="warning">{t("letterList.tooMany", { count: maxPeople })}</Notice>}
        {action === "issue" && <LanguageChoice value={language} onChange={setLanguage} />}
        {action === "revoke" && (
          <TextArea
            {...field}
            label={t("decide.reason")}
            hint={t("decide.reasonMailed")}
            optional={t("common.optional")}
          />
        )}
        <ProblemNotice error={error} t={t} />
        <div class="row">
          {!isTooMany && (
            <Button type="submit" kind={action === "revoke" ? "danger" : "primary"} busy={busy}>
              {t(`letterList.${action}`)}
              {t("common.colon")}
              {all.length}
            </Button>
          )}
          <Button kind="secondary" onPress={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface PreviewDialogProps {
  readonly registrationId: string;
  readonly isProtected: boolean;
  readonly onClose: () => void;
}

/** Saves the letter of one person as it would be issued. Reading that of a protected person needs a reason. */
function PreviewDialog({ registrationId, isProtected: needsReason, onClose }: PreviewDialogProps) {
  const { t } = useTranslation();
  const { fetchFile } = useConsoleContext();
  const [language, setLanguage] = useState("");
  const { field, submit } = useReason("preview-reason", "letterList.preview", needsReason);
  const { busy, error, run } = useAction();
  const save = (reason: string) =>
    run(async () => {
      const body = { ...toLetterLanguage(language), ...(needsReason && { reason }) };
      saveFile(await fetchFile("previewVisaLetter", { params: { registrationId }, body }), "visa-letter-preview.pdf");
      onClose();
    });
  return (
    <Dialog title={t("letterList.preview")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), submit(save)]}>
        <p>{t("letterList.means.preview")}</p>
        <LanguageChoice value={language} onChange={setLanguage} />
        {needsReason && <TextField {...field} label={t("letterList.previewReason")} />}
        <ProblemNotice error={error} t={t} />
        <div class="row">
          <Button type="submit" busy={busy}>
            {t("letterList.save")}
          </Button>
          <Button kind="secondary" onPress={onClose}>
            {t("common.cancel")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
