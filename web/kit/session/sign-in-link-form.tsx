import { useState } from "preact/hooks";
import type common from "../../../locales/en/common.json";
import { callApi } from "../api/client.ts";
import { useAction } from "../api/use-loaded.ts";
import { Button } from "../components/button.tsx";
import { TextField } from "../components/fields.tsx";
import { type FrameTranslate, Notice, ProblemNotice } from "../components/notices.tsx";
import { formatFieldErrors, getApiFieldErrors, loadFormRules } from "../form/form-errors.ts";
import { useFormState } from "../hooks/use-stored-state.ts";
import { formatDateTime, getOwnTimeZone } from "../i18n/format-dates.ts";
import type { PageTranslator } from "../i18n/translations.tsx";
import { saveReturnPath } from "./delegate-session.ts";

/** The translator of every page that offers a link. */
export type SignInLinkReader = PageTranslator<Parameters<FrameTranslate>[0] | `link.${keyof typeof common.link}`>;

interface SignInLinkFormProps {
  readonly reader: SignInLinkReader;
  readonly conferenceId: string;
  /** The heading, if the page did not open for the first time. */
  readonly title?: string;
  /** The page that the link leads back to, where the person can also open another one. */
  readonly returnPath?: string;
}

/** Requests a sign-in link by email. The response does not reveal whether the address is known. */
export function SignInLinkForm({
  reader: { t, find, language },
  conferenceId,
  title,
  returnPath,
}: SignInLinkFormProps) {
  const [email, setEmail] = useFormState(`link.${conferenceId}`, "");
  const [errorText, setErrorText] = useState<string>();
  const [isSent, setSent] = useState(false);
  const [nextAt, setNextAt] = useState<string>();
  const { busy, error, run } = useAction();
  const send = () =>
    run(async () => {
      const { validateLinkRequest } = await loadFormRules();
      const checked = validateLinkRequest({ email, conferenceId });
      setErrorText("fieldErrors" in checked ? formatFieldErrors(checked.fieldErrors, find)["email"] : undefined);
      if ("fieldErrors" in checked) return;
      const answer = await callApi("requestSignInLink", { body: checked.value, language });
      if (returnPath !== undefined) saveReturnPath(returnPath);
      setNextAt(answer.nextAt);
      setSent(answer.nextAt === undefined);
    });
  return (
    <section class="sheet stack">
      <h2>{title ?? t("link.title")}</h2>
      <p class="soft">{t("link.lead")}</p>
      {isSent ? (
        <Notice tone="success" urgent>
          <p>{t("link.sent")}</p>
        </Notice>
      ) : (
        <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
          <ProblemNotice error={error} t={t} />
          {nextAt !== undefined && (
            <Notice tone="warning" urgent>
              <p>{t("link.limited", { time: formatDateTime(nextAt, getOwnTimeZone(), language) })}</p>
            </Notice>
          )}
          <TextField
            id="link-email"
            label={t("link.email")}
            type="email"
            autocomplete="email"
            dir="ltr"
            value={email}
            errorText={errorText ?? getApiFieldErrors(error)["email"]}
            onInput={setEmail}
          />
          <Button type="submit" kind="secondary" busy={busy}>
            {t("link.send")}
          </Button>
        </form>
      )}
    </section>
  );
}
