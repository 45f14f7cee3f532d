import { useState } from "preact/hooks";
import { Button } from "../../kit/button.tsx";
import { TextField } from "../../kit/inputs.tsx";
import { useTyped } from "../../kit/use-kept.ts";
import { useWords } from "../words.ts";

interface Props {
  /** With whom or what it is about in it: what was typed is kept under it. */
  readonly id: string;
  readonly label: string;
  readonly does: string;
  readonly busy: boolean;
  readonly onSend: (reason: string) => void;
}

/** One line of why, without which nothing is opened; it is kept with who and when. */
export function ReasonForm({ id, label, does, busy, onSend }: Props) {
  const { t } = useWords();
  const [reason, setReason] = useTyped(id, "");
  const [tried, setTried] = useState(false);
  const isMissing = reason.trim() === "";
  const submit = () => {
    setTried(true);
    if (isMissing) document.getElementById(id)?.focus();
    else onSend(reason.trim());
  };
  return (
    <form class="stack-tight" noValidate onSubmit={(event) => [event.preventDefault(), submit()]}>
      <TextField
        id={id}
        label={label}
        hint={t("case.whyHint")}
        fault={tried && isMissing ? t("decide.reasonMissing") : undefined}
        value={reason}
        onInput={setReason}
      />
      <Button type="submit" kind="secondary" small busy={busy}>
        {does}
      </Button>
    </form>
  );
}
