import { ApiError, callApi } from "../kit/api/client.ts";
import { useAction } from "../kit/api/use-loaded.ts";
import { Button } from "../kit/components/button.tsx";
import { ProblemNotice } from "../kit/components/notices.tsx";
import type { PageTranslator } from "../kit/i18n/translations.tsx";
import { type LinkSession, saveSession } from "../kit/session/delegate-session.ts";
import { SignInLinkForm, type SignInLinkReader } from "../kit/session/sign-in-link-form.tsx";

interface SignInConfirmationProps {
  readonly reader: SignInLinkReader & PageTranslator<`signIn.${"title" | "lead" | "open"}`>;
  readonly token: string;
  /** The conference of the link, if the address names it. */
  readonly conferenceId: string | null | undefined;
  readonly onSession: (session: LinkSession) => void;
}

/** Redeems a sign-in link on a button press, because link scanners of email providers would use up the link. */
export function SignInConfirmation({ reader, token, conferenceId, onSession }: SignInConfirmationProps) {
  const { t, language } = reader;
  const { busy, error, run } = useAction();
  const open = () =>
    run(async () => {
      const session = await callApi("signIn", { body: { token }, language });
      saveSession(session);
      onSession(session);
    });
  if (error instanceof ApiError && error.problem.code === "link-used-or-expired")
    return (
      <div class="stack-wide">
        <h1>{t("signIn.title")}</h1>
        <ProblemNotice error={error} t={t} />
        {conferenceId ? (
          <SignInLinkForm reader={reader} conferenceId={conferenceId} title={t("link.again")} />
        ) : (
          <p>{t("link.noConference")}</p>
        )}
      </div>
    );
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
