import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { type StaffRegistration, useConsoleContext } from "../console-context.ts";
import { formatPersonName, useTimeFormat } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { LetterLanguage, toLetterLanguage } from "./letter-language.tsx";

interface RegistrationLetterProps {
  readonly registration: StaffRegistration;
  readonly onChanged: (after: StaffRegistration) => void;
}

/** The last visa letter of a person, and for a confirmed one a button that issues a letter. Nothing where neither applies. */
export function RegistrationLetter({ registration, onChanged }: RegistrationLetterProps) {
  const { t } = useTranslation();
  const { canDecide } = useConsoleContext();
  const formatTime = useTimeFormat();
  const { registrationId, accreditation, seat, protection, visaLetter, needs } = registration;
  const [open, setOpen] = useFormState<{ readonly language: string } | undefined>(
    `letter.${registrationId}`,
    undefined,
  );
  const canIssue = canDecide && accreditation === "approved" && seat === "held" && protection?.isReader !== false;
  if (!visaLetter && !needs?.visaLetter && !canIssue) return null;
  return (
    <section class="stack-tight">
      <h3>{t("visaLetterCase.title")}</h3>
      <p class="small">
        {visaLetter
          ? t(`visaLetterCase.${visaLetter.revokedAt === undefined ? "issued" : "revoked"}`, {
              number: visaLetter.number,
              at: formatTime(visaLetter.revokedAt ?? visaLetter.at),
            })
          : t("visaLetterCase.none")}
      </p>
      {canIssue && (
        <div class="row">
          <Button kind="secondary" small onPress={() => setOpen({ language: "" })}>
            {t("visaLetterCase.issue")} …
          </Button>
        </div>
      )}
      {open && (
        <IssueDialog
          {...{ registration, onChanged }}
          language={open.language}
          onLanguage={(language) => setOpen({ language })}
          onClose={() => setOpen(undefined)}
        />
      )}
    </section>
  );
}

interface IssueDialogProps extends RegistrationLetterProps {
  readonly language: string;
  readonly onLanguage: (language: string) => void;
  readonly onClose: () => void;
}

function IssueDialog({ registration, onChanged, language, onLanguage, onClose }: IssueDialogProps) {
  const { t } = useTranslation();
  const { callApi } = useConsoleContext();
  const { busy, error, run } = useAction();
  const { registrationId, version } = registration;
  const issue = () =>
    run(async () => {
      const body = toLetterLanguage(language) ?? {};
      const after = await callApi("issueVisaLetter", { params: { registrationId }, body, version });
      announce(t("visaLetterCase.done", { name: formatPersonName(after) }));
      onClose();
      onChanged(after);
    });
  return (
    <ConfirmDialog
      title={t("visaLetterCase.issue")}
      yes={t("visaLetterCase.issue")}
      no={t("common.cancel")}
      busy={busy}
      onYes={issue}
      onNo={onClose}
    >
      <p>{t("visaLetterCase.means")}</p>
      <LetterLanguage
        label={t("visaLetterCase.language")}
        empty={t("visaLetterCase.usual")}
        value={language}
        onChange={onLanguage}
      />
      <ProblemNotice error={error} t={t} />
    </ConfirmDialog>
  );
}
