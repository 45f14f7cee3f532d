import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { MessageKey } from "#shared/i18n/message.ts";
import type common from "../../../locales/en/common.json";
import type staff from "../../../locales/en/staff.json";
import { useAction } from "../api/use-loaded.ts";
import { Button } from "../components/button.tsx";
import { TextField } from "../components/fields.tsx";
import { Notice, ProblemNotice } from "../components/notices.tsx";
import { QrCode } from "../components/qr-code.tsx";
import { keepStoredState, useFormState } from "../hooks/use-stored-state.ts";
import type { PageTranslator } from "../i18n/translations.tsx";
import { answerChallenge, type SignInChallenge, SignInError, type SignInStep, signInWithPassword } from "./cognito.ts";
import { isGuessablePassword } from "./guessable-password.ts";
import {
  endStaffSessionHere,
  findSignedInStaff,
  hasEndedStaffSession,
  type SignedInStaff,
  saveTokens,
  signOutStaff,
} from "./staff-session.ts";

/** The translator of pages for staff. */
export type StaffTranslator = PageTranslator<MessageKey<typeof common | typeof staff>>;

interface PasswordFieldProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** Tells password managers to fill in the current password or to create one. */
  readonly autocomplete: "current-password" | "new-password";
  readonly value: string;
  readonly onInput: (value: string) => void;
}

export const PasswordField = (props: PasswordFieldProps) => <TextField type="password" dir="ltr" {...props} />;

const errorTextKeys = {
  NotAuthorizedException: "staff.wrong",
  CodeMismatchException: "staff.wrongCode",
  EnableSoftwareTokenMFAException: "staff.wrongCode",
  ExpiredCodeException: "staff.wrongCode",
  InvalidPasswordException: "staff.weakPassword",
  PasswordResetRequiredException: "staff.resetRequired",
  LimitExceededException: "staff.tooOften",
  TooManyRequestsException: "staff.tooOften",
  GuessablePassword: "staff.guessablePassword",
  SessionExpired: "staff.tookTooLong",
  WrongPasswordBefore: "account.wrong",
} as const;

/** Describes an error of Cognito, or another failure. */
export function AccountErrorNotice({ error, t }: { readonly error: unknown; readonly t: StaffTranslator["t"] }) {
  const key = error instanceof SignInError ? errorTextKeys[error.message as keyof typeof errorTextKeys] : undefined;
  if (!key) return <ProblemNotice error={error} t={t} />;
  return (
    <Notice tone="danger" urgent>
      <p>{t(key)}</p>
    </Notice>
  );
}

interface AuthenticatorSetupProps {
  readonly t: StaffTranslator["t"];
  readonly challenge: SignInChallenge & { readonly kind: "authenticator" };
}

/** The setup of the second factor: scan the code, open it on this device, or enter the key. */
function AuthenticatorSetup({ t, challenge: { email, key } }: AuthenticatorSetupProps) {
  const address = buildAuthenticatorUri(email, key);
  return (
    <div class="stack">
      <p>{t("authenticator.lead")}</p>
      <QrCode text={address} alt={t("authenticator.alt")} />
      <p>
        <a href={address}>{t("authenticator.here")}</a>
      </p>
      <p>
        {t("authenticator.key")}
        <br />
        <code dir="ltr">{key.match(/.{1,4}/g)?.join(" ")}</code>
      </p>
      <p class="soft">{t("authenticator.lost")}</p>
    </div>
  );
}

/** The key URI of authenticators: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
const buildAuthenticatorUri = (email: string, key: string): string =>
  `otpauth://totp/Palais:${encodeURIComponent(email)}?secret=${key}&issuer=Palais`;

/** @throws SignInError `GuessablePassword`, or as `answerChallenge` */
function answerIfAcceptable(challenge: SignInChallenge, typed: string): Promise<SignInStep> {
  if (challenge.kind === "new-password" && isGuessablePassword(typed, challenge.email))
    throw new SignInError("GuessablePassword");
  return answerChallenge(challenge, typed);
}

interface StaffSignInFormProps {
  readonly reader: StaffTranslator;
  /** Whether the previous session ended by itself. */
  readonly isAfterEnd: boolean;
  readonly onSignedIn: (session: SignedInStaff) => void;
}

/** The staff sign-in: email address and password, then the challenges of Cognito. */
function StaffSignInForm({ reader, isAfterEnd, onSignedIn }: StaffSignInFormProps) {
  const { t } = reader;
  const [email, setEmail] = useFormState("sign-in", "");
  const [typed, setTyped] = useState("");
  const [challenge, setChallenge] = useState<SignInChallenge>();
  const { busy, error, run } = useAction();
  const submit = () =>
    run(async () => {
      try {
        const step = challenge
          ? await answerIfAcceptable(challenge, typed)
          : await signInWithPassword(email.trim(), typed);
        setTyped("");
        if (step.kind === "signed-in") onSignedIn(saveTokens(step.tokens));
        else setChallenge(step);
      } catch (failure) {
        if (failure instanceof SignInError && failure.message === "SessionExpired") {
          setTyped("");
          setChallenge(undefined);
        }
        throw failure;
      }
    });
  const field = { value: typed, onInput: setTyped };
  return (
    <form class="sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), submit()]}>
      <h1>{challenge?.kind === "authenticator" ? t("authenticator.title") : t("staff.title")}</h1>
      {isAfterEnd && (
        <Notice tone="warning" urgent>
          <p>{t("staff.over")}</p>
        </Notice>
      )}
      <AccountErrorNotice error={error} t={t} />
      {challenge === undefined && (
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
      {challenge?.kind === "new-password" && (
        <PasswordField
          id="password"
          label={t("staff.newPassword")}
          hint={t("staff.newPasswordHint")}
          autocomplete="new-password"
          {...field}
        />
      )}
      {challenge?.kind === "authenticator" && <AuthenticatorSetup t={t} challenge={challenge} />}
      {(challenge?.kind === "authenticator" || challenge?.kind === "code") && (
        <TextField
          id="code"
          label={challenge.kind === "code" ? t("staff.code") : t("authenticator.code")}
          autocomplete="one-time-code"
          inputMode="numeric"
          dir="ltr"
          short
          {...field}
        />
      )}
      <Button type="submit" busy={busy}>
        {challenge ? t("staff.go") : t("staff.signIn")}
      </Button>
    </form>
  );
}

/** @param everywhere also ends the other sessions of the account */
export type SignOutHandler = (everywhere?: boolean) => void;

interface RequireStaffProps {
  readonly reader: StaffTranslator;
  /**
   * `onSessionOver` shows the sign-in form for a session that is over; the next sign-in of the account finds its input.
   */
  readonly children: (session: SignedInStaff, signOut: SignOutHandler, onSessionOver: () => void) => ComponentChildren;
}

/**
 * Renders its children for signed-in staff; otherwise the sign-in form. What an account may do depends on the conference,
 * so the API says it.
 */
export function RequireStaff({ reader, children }: RequireStaffProps) {
  const [session, setSession] = useState(findSignedInStaff);
  const [isAfterEnd, setAfterEnd] = useState(hasEndedStaffSession);
  const signOut: SignOutHandler = (everywhere) => {
    signOutStaff(everywhere);
    setAfterEnd(false);
    setSession(undefined);
  };
  const onSessionOver = () =>
    keepStoredState(() => {
      endStaffSessionHere();
      setAfterEnd(true);
      setSession(undefined);
    });
  if (!session) return <StaffSignInForm reader={reader} isAfterEnd={isAfterEnd} onSignedIn={setSession} />;
  return <>{children(session, signOut, onSessionOver)}</>;
}

interface NoAccessNoticeProps {
  readonly reader: StaffTranslator;
  readonly signOut: SignOutHandler;
}

/** Tells an account that has no task on the page so. */
export const NoAccessNotice = ({ reader: { t }, signOut }: NoAccessNoticeProps) => (
  <div class="sheet stack">
    <h1>{t("staff.title")}</h1>
    <Notice tone="warning">
      <p>{t("staff.notYours")}</p>
    </Notice>
    <Button kind="secondary" onPress={() => signOut()}>
      {t("frame.signOut")}
    </Button>
  </div>
);
