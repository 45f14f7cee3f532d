import { call } from "../api/client.ts";
import type { Reader } from "../i18n/words.tsx";
import { Button } from "../kit/button.tsx";
import { type FrameWords, ProblemNotice } from "../kit/problem-notice.tsx";
import { useAction } from "../kit/use-async.ts";
import { keepSession, type Session } from "./delegate-session.ts";

interface Props {
  readonly reader: Reader<Parameters<FrameWords>[0] | `signIn.${"title" | "lead" | "open"}`>;
  readonly token: string;
  readonly onSession: (session: Session) => void;
}

/** A mailed link is redeemed by a press of the button, so that a scanner that follows links in mails uses nothing up. */
export function SignIn({ reader: { t, language }, token, onSession }: Props) {
  const { busy, error, run } = useAction();
  const open = () =>
    run(async () => {
      const session = await call("signIn", { body: { token }, language });
      keepSession(session);
      onSession(session);
    });
  return (
    <div class="sheet stack-wide">
      <h1>{t("signIn.title")}</h1>
      <p>{t("signIn.lead")}</p>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      <Button busy={busy} onPress={open}>
        {t("signIn.open")}
      </Button>
    </div>
  );
}
