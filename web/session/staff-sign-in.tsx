import { useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { TextField } from "../kit/inputs.tsx";
import { useAction } from "../kit/use-async.ts";
import { useTyped } from "../kit/use-kept.ts";
import { AccountFailure } from "./account-failure.tsx";
import { Authenticator } from "./authenticator.tsx";
import { SignInRefused } from "./cognito.ts";
import { PasswordField } from "./password-field.tsx";
import { keepTokens, type StaffSession } from "./staff-session.ts";
import type { StaffReader } from "./staff-words.ts";
import { answer, type Question, signIn } from "./steps.ts";

interface Props {
  readonly reader: StaffReader;
  readonly onSignedIn: (session: StaffSession) => void;
}

/** Who somebody of the staff is: first address and password, then whatever Cognito asks besides. */
export function StaffSignIn({ reader, onSignedIn }: Props) {
  const { t } = reader;
  const [email, setEmail] = useTyped("sign-in", "");
  const [typed, setTyped] = useState("");
  const [question, setQuestion] = useState<Question>();
  const { busy, error, run } = useAction();
  const submit = () =>
    run(async () => {
      try {
        const step = question ? await answer(question, typed) : await signIn(email.trim(), typed);
        setTyped("");
        if (step.kind === "signed-in") onSignedIn(keepTokens(step.tokens));
        else setQuestion(step);
      } catch (refused) {
        if (refused instanceof SignInRefused && refused.message === "SessionExpired") {
          setTyped("");
          setQuestion(undefined);
        }
        throw refused;
      }
    });
  const field = { value: typed, onInput: setTyped };
  return (
    <form class="sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), submit()]}>
      <h1>{question?.kind === "authenticator" ? t("authenticator.title") : t("staff.title")}</h1>
      {error !== undefined && <AccountFailure error={error} t={t} />}
      {question === undefined && (
        <>
          <TextField
            id="email"
            label={t("staff.email")}
            type="email"
            autocomplete="username"
            dir="ltr"
            value={email}
            onInput={setEmail}
          />
          <PasswordField id="password" label={t("staff.password")} autocomplete="current-password" {...field} />
        </>
      )}
      {question?.kind === "new-password" && (
        <PasswordField
          id="password"
          label={t("staff.newPassword")}
          hint={t("staff.newPasswordHint")}
          autocomplete="new-password"
          {...field}
        />
      )}
      {question?.kind === "authenticator" && <Authenticator t={t} question={question} />}
      {(question?.kind === "authenticator" || question?.kind === "code") && (
        <TextField
          id="code"
          label={question.kind === "code" ? t("staff.code") : t("authenticator.code")}
          autocomplete="one-time-code"
          inputMode="numeric"
          dir="ltr"
          short
          {...field}
        />
      )}
      <Button type="submit" busy={busy}>
        {question ? t("staff.go") : t("staff.signIn")}
      </Button>
    </form>
  );
}
