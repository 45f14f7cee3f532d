import { useState } from "preact/hooks";
import { useAction } from "../kit/api/use-loaded.ts";
import { Button, FormActions } from "../kit/components/button.tsx";
import { Dialog } from "../kit/components/dialog.tsx";
import { Notice } from "../kit/components/notices.tsx";
import { changePassword, SignInError } from "../kit/session/cognito.ts";
import { isGuessablePassword } from "../kit/session/guessable-password.ts";
import { SessionList } from "../kit/session/open-sessions.tsx";
import { getFreshIdToken, getFreshTokens } from "../kit/session/staff-session.ts";
import {
  AccountErrorNotice,
  PasswordField,
  type SignOutHandler,
  type StaffTranslator,
} from "../kit/session/staff-sign-in.tsx";
import { useTranslation } from "./translations.ts";

interface PasswordDialogProps {
  readonly reader: StaffTranslator;
  readonly email: string;
  readonly onClose: () => void;
  /** Ends sessions that were opened with the previous password. */
  readonly onSignOutEverywhere: () => void;
}

/** Changes the password of the account. */
function PasswordDialog({ reader: { t }, email, onClose, onSignOutEverywhere }: PasswordDialogProps) {
  const [before, setBefore] = useState("");
  const [after, setAfter] = useState("");
  const [isDone, setDone] = useState(false);
  const { busy, error, run } = useAction();
  const change = () =>
    run(async () => {
      if (isGuessablePassword(after, email)) throw new SignInError("GuessablePassword");
      const tokens = await getFreshTokens();
      if (!tokens) throw new SignInError("SessionExpired");
      await changePassword(tokens, before, after);
      setDone(true);
    });
  if (isDone)
    return (
      <Dialog title={t("account.change")} onClose={onClose}>
        <Notice tone="success" urgent>
          <p>{t("account.done")}</p>
        </Notice>
        <div class="row">
          <Button kind="secondary" onPress={onClose}>
            {t("common.close")}
          </Button>
          <Button kind="secondary" onPress={onSignOutEverywhere}>
            {t("account.everywhere")}
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={t("account.change")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), change()]}>
        <AccountErrorNotice error={toPasswordError(error)} t={t} />
        <PasswordField
          id="password-before"
          label={t("account.before")}
          autocomplete="current-password"
          value={before}
          onInput={setBefore}
        />
        <PasswordField
          id="password-after"
          label={t("staff.newPassword")}
          hint={t("staff.newPasswordHint")}
          autocomplete="new-password"
          value={after}
          onInput={setAfter}
        />
        <FormActions
          submitLabel={t("account.change")}
          cancelLabel={t("common.cancel")}
          busy={busy}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

/** At this point the code means that the previous password is wrong. */
const toPasswordError = (error: unknown): unknown =>
  error instanceof SignInError && error.message === "NotAuthorizedException"
    ? new SignInError("WrongPasswordBefore")
    : error;

interface AccountMenuProps {
  readonly email: string;
  readonly signOut: SignOutHandler;
  readonly onSessionOver: () => void;
}

/** The signed-in account: change password, sign out, open sessions. */
export function AccountMenu({ email, signOut, onSessionOver }: AccountMenuProps) {
  const reader = useTranslation();
  const { t } = reader;
  const [isChanging, setChanging] = useState(false);
  const [isListing, setListing] = useState(false);
  return (
    <div class="office-who small soft">
      <bdi dir="ltr">{email}</bdi>
      <Button kind="quiet" small onPress={() => setChanging(true)}>
        {t("account.change")}
      </Button>
      <Button kind="quiet" small onPress={() => signOut()}>
        {t("frame.signOut")}
      </Button>
      <Button kind="quiet" small onPress={() => signOut(true)}>
        {t("account.everywhere")}
      </Button>
      <Button kind="quiet" small onPress={() => setListing(true)}>
        {t("sessions.title")}
      </Button>
      {isListing && (
        <Dialog title={t("sessions.title")} onClose={() => setListing(false)}>
          <SessionList {...{ reader, onSessionOver }} getToken={getFreshIdToken} />
          <div>
            <Button kind="secondary" onPress={() => setListing(false)}>
              {t("common.close")}
            </Button>
          </div>
        </Dialog>
      )}
      {isChanging && (
        <PasswordDialog
          reader={reader}
          email={email}
          onClose={() => setChanging(false)}
          onSignOutEverywhere={() => signOut(true)}
        />
      )}
    </div>
  );
}
