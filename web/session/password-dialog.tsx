import { useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { FormButtons } from "../kit/form-buttons.tsx";
import { Notice } from "../kit/notice.tsx";
import { useAction } from "../kit/use-async.ts";
import { AccountFailure } from "./account-failure.tsx";
import { changePassword, SignInRefused } from "./cognito.ts";
import { PasswordField } from "./password-field.tsx";
import { freshTokens } from "./staff-session.ts";
import type { StaffReader } from "./staff-words.ts";

interface Props {
  readonly reader: StaffReader;
  readonly onClose: () => void;
  /** Ends whatever somebody who knew the password before has open. */
  readonly onEverywhere: () => void;
}

/** Another password of one's own, by whoever knows the one before. */
export function PasswordDialog({ reader: { t }, onClose, onEverywhere }: Props) {
  const [before, setBefore] = useState("");
  const [after, setAfter] = useState("");
  const [isDone, setDone] = useState(false);
  const { busy, error, run } = useAction();
  const change = () =>
    run(async () => {
      const tokens = await freshTokens();
      if (!tokens) throw new SignInRefused("SessionExpired");
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
          <Button kind="secondary" onPress={onEverywhere}>
            {t("account.everywhere")}
          </Button>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={t("account.change")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), change()]}>
        {error !== undefined && <AccountFailure error={wrongOf(error)} t={t} />}
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
        <FormButtons does={t("account.change")} no={t("common.cancel")} busy={busy} onNo={onClose} />
      </form>
    </Dialog>
  );
}

/** Here it can only be the password before that isn't right. */
const wrongOf = (error: unknown): unknown =>
  error instanceof SignInRefused && error.message === "NotAuthorizedException"
    ? new SignInRefused("WrongPasswordBefore")
    : error;
