import { callApi } from "../kit/api/client.ts";
import { useAction } from "../kit/api/use-loaded.ts";
import { Button } from "../kit/components/button.tsx";
import { type FrameTranslate, ProblemNotice } from "../kit/components/notices.tsx";
import type { PageTranslator } from "../kit/i18n/translations.tsx";
import { type LinkSession, saveSession } from "../kit/session/delegate-session.ts";

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
