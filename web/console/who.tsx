import { useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { PasswordDialog } from "../session/password-dialog.tsx";
import type { SignOut } from "../session/staff-gate.tsx";
import { useWords } from "./words.ts";

/** Who is signed in, another password for them, and the way out. */
export function Who({ email, signOut }: { readonly email: string; readonly signOut: SignOut }) {
  const reader = useWords();
  const { t } = reader;
  const [isChanging, setChanging] = useState(false);
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
      {isChanging && (
        <PasswordDialog reader={reader} onClose={() => setChanging(false)} onEverywhere={() => signOut(true)} />
      )}
    </div>
  );
}
