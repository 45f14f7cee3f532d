import { Notice } from "../kit/notice.tsx";
import { ProblemNotice } from "../kit/problem-notice.tsx";
import { SignInRefused } from "./cognito.ts";
import type { StaffReader } from "./staff-words.ts";

const refusals = {
  NotAuthorizedException: "staff.wrong",
  CodeMismatchException: "staff.wrongCode",
  EnableSoftwareTokenMFAException: "staff.wrongCode",
  ExpiredCodeException: "staff.wrongCode",
  InvalidPasswordException: "staff.weakPassword",
  PasswordResetRequiredException: "staff.resetRequired",
  LimitExceededException: "staff.tooOften",
  TooManyRequestsException: "staff.tooOften",
  SessionExpired: "staff.tookTooLong",
  WrongPasswordBefore: "account.wrong",
} as const;

/** Why Cognito, or the network, said no. */
export function AccountFailure({ error, t }: { readonly error: unknown; readonly t: StaffReader["t"] }) {
  const key = error instanceof SignInRefused ? refusals[error.message as keyof typeof refusals] : undefined;
  if (!key) return <ProblemNotice error={error} t={t} />;
  return (
    <Notice tone="danger" urgent>
      <p>{t(key)}</p>
    </Notice>
  );
}
