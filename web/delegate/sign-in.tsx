import { useState } from "preact/hooks";
import { callApi } from "../kit/api/client.ts";
import { useAction } from "../kit/api/use-loaded.ts";
import { Button } from "../kit/components/button.tsx";
import { TextField } from "../kit/components/fields.tsx";
import { type FrameTranslate, Notice, ProblemNotice } from "../kit/components/notices.tsx";
import { formatFieldErrors, getApiFieldErrors, loadFormRules } from "../kit/form/form-errors.ts";
import { useFormState } from "../kit/hooks/use-stored-state.ts";
import type { PageTranslator } from "../kit/i18n/translations.tsx";
import { type LinkSession, saveSession } from "../kit/session/delegate-session.ts";

interface SignInLinkFormProps {
  readonly reader: PageTranslator<
    Parameters<FrameTranslate>[0] | `link.${"title" | "lead" | "email" | "send" | "sent"}`
  >;
  readonly conferenceId: string;
}

/** Requests a sign-in link by email. The response does not reveal whether the address is known. */
export function SignInLinkForm({ reader: { t, find, language }, conferenceId }: SignInLinkFormProps) {
  const [email, setEmail] = useFormState(`link.${conferenceId}`, "");
  const [errorText, setErrorText] = useState<string>();
  const [isSent, setSent] = useState(false);
  const { busy, error, run } = useAction();
  const send = () =>
    run(async () => {
      const { validateLinkRequest } = await loadFormRules();
      const checked = validateLinkRequest({ email, conferenceId });
      setErrorText("fieldErrors" in checked ? formatFieldErrors(checked.fieldErrors, find)["email"] : undefined);
      if ("fieldErrors" in checked) return;
      await callApi("requestSignInLink", { body: checked.value, language });
      setSent(true);
    });
  return (
    <section class="sheet stack">
      <h2>{t("link.title")}</h2>
      <p class="soft">{t("link.lead")}</p>
      {isSent ? (
        <Notice tone="success" urgent>
          <p>{t("link.sent")}</p>
        </Notice>
      ) : (
        <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
          <ProblemNotice error={error} t={t} />
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

interface SignInConfirmationProps {
  readonly reader: PageTranslator<Parameters<FrameTranslate>[0] | `signIn.${"title" | "lead" | "open"}`>;
  readonly token: string;
  readonly onSession: (session: LinkSession) => void;
}

/** Redeems a sign-in link on a button press, because link scanners of email providers would use up the link. */
export function SignInConfirmation({ reader: { t, language }, token, onSession }: SignInConfirmationProps) {
  const { busy, error, run } = useAction();
  const open = () =>
    run(async () => {
      const session = await callApi("signIn", { body: { token }, language });
      saveSession(session);
      onSession(session);
    });
  return (
    <div class="sheet stack-wide">
      <h1>{t("signIn.title")}</h1>
      <p>{t("signIn.lead")}</p>
      <ProblemNotice error={error} t={t} />
      <Button busy={busy} onPress={open}>
        {t("signIn.open")}
      </Button>
    </div>
  );
}
