import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { StaffGroup } from "#shared/contract/routes.ts";
import type { KeyOf } from "../i18n/catalogue.ts";
import type { Reader } from "../i18n/words.tsx";
import { Button } from "../kit/button.tsx";
import { TextField } from "../kit/inputs.tsx";
import { Notice } from "../kit/notice.tsx";
import { ProblemNotice } from "../kit/problem-notice.tsx";
import { useAction } from "../kit/use-async.ts";
import type { common } from "../messages/en/common.ts";
import type { staff } from "../messages/en/staff.ts";
import { answerStep, SignInRefused, type Step, signIn } from "./cognito.ts";
import { endStaff, keepTokens, readStaff, type StaffSession } from "./staff-session.ts";

/** What any page of the staff has among its words. */
export type StaffWords = KeyOf<typeof common & typeof staff>;

interface Props {
  readonly reader: Reader<StaffWords>;
  /** Whoever is in none of them is told so. */
  readonly groups: readonly StaffGroup[];
  readonly children: (session: StaffSession, signOut: () => void) => ComponentChildren;
}

/** Lets in whoever has signed in and belongs here; asks everybody else who they are. */
export function StaffGate({ reader, groups, children }: Props) {
  const [session, setSession] = useState(readStaff);
  const signOut = () => {
    endStaff();
    setSession(undefined);
  };
  if (!session) return <SignIn reader={reader} onSignedIn={setSession} />;
  if (groups.some((group) => session.groups.includes(group))) return <>{children(session, signOut)}</>;
  return (
    <div class="sheet stack">
      <Notice tone="warning">
        <p>{reader.t("staff.notYours")}</p>
      </Notice>
      <Button kind="secondary" onPress={signOut}>
        {reader.t("frame.signOut")}
      </Button>
    </div>
  );
}

function SignIn({
  reader: { t },
  onSignedIn,
}: {
  readonly reader: Reader<StaffWords>;
  readonly onSignedIn: (session: StaffSession) => void;
}) {
  const [email, setEmail] = useState("");
  const [answer, setAnswer] = useState("");
  const [asked, setAsked] = useState<Exclude<Step, { kind: "signed-in" }>>();
  const { busy, error, run } = useAction();
  const submit = () =>
    run(async () => {
      const step = asked ? await answerStep(asked, answer) : await signIn(email.trim(), answer);
      setAnswer("");
      if (step.kind === "signed-in") onSignedIn(keepTokens(step.tokens));
      else setAsked(step);
    });
  return (
    <form class="sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), submit()]}>
      <h1>{t("staff.title")}</h1>
      {error !== undefined && <Failure error={error} t={t} />}
      {!asked && (
        <TextField
          id="email"
          label={t("staff.email")}
          type="email"
          autocomplete="username"
          dir="ltr"
          value={email}
          onInput={setEmail}
        />
      )}
      {asked?.kind === "code" ? (
        <TextField
          id="code"
          label={t("staff.code")}
          autocomplete="one-time-code"
          inputMode="numeric"
          dir="ltr"
          short
          value={answer}
          onInput={setAnswer}
        />
      ) : (
        <TextField
          id="password"
          label={asked ? t("staff.newPassword") : t("staff.password")}
          hint={asked && t("staff.newPasswordHint")}
          type="password"
          autocomplete={asked ? "new-password" : "current-password"}
          dir="ltr"
          value={answer}
          onInput={setAnswer}
        />
      )}
      <Button type="submit" busy={busy}>
        {asked ? t("staff.go") : t("staff.signIn")}
      </Button>
    </form>
  );
}

const refusals = {
  NotAuthorizedException: "staff.wrong",
  CodeMismatchException: "staff.wrongCode",
  ExpiredCodeException: "staff.wrongCode",
  InvalidPasswordException: "staff.weakPassword",
} as const;

function Failure({ error, t }: { readonly error: unknown; readonly t: Reader<StaffWords>["t"] }) {
  const key = error instanceof SignInRefused ? refusals[error.message as keyof typeof refusals] : undefined;
  if (!key) return <ProblemNotice error={error} t={t} />;
  return (
    <Notice tone="danger" urgent>
      <p>{t(key)}</p>
    </Notice>
  );
}
