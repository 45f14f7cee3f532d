import { useState } from "preact/hooks";
import { call } from "../api/client.ts";
import { saidBy, worded } from "../form/faults.ts";
import { loadRules } from "../form/load-rules.ts";
import type { Reader } from "../i18n/words.tsx";
import { Button } from "../kit/button.tsx";
import { TextField } from "../kit/inputs.tsx";
import { Notice } from "../kit/notice.tsx";
import { type FrameWords, ProblemNotice } from "../kit/problem-notice.tsx";
import { useAction } from "../kit/use-async.ts";
import { useTyped } from "../kit/use-kept.ts";

interface Props {
  readonly reader: Reader<Parameters<FrameWords>[0] | `link.${"title" | "lead" | "email" | "send" | "sent"}`>;
  readonly conferenceId: string;
}

/** Asks for a mailed link. Whether the address is known, the answer doesn't say. */
export function LinkRequest({ reader: { t, find, language }, conferenceId }: Props) {
  const [email, setEmail] = useTyped(`link.${conferenceId}`, "");
  const [fault, setFault] = useState<string>();
  const [isSent, setSent] = useState(false);
  const { busy, error, run } = useAction();
  const send = () =>
    run(async () => {
      const { checkLink } = await loadRules();
      const checked = checkLink({ email, conferenceId });
      setFault("faults" in checked ? worded(checked.faults, find)["email"] : undefined);
      if ("faults" in checked) return;
      await call("requestSignInLink", { body: checked.value, language });
      setSent(true);
    });
  return (
    <section class="sheet stack">
      <h2>{t("link.title")}</h2>
      <p class="soft">{t("link.lead")}</p>
      {isSent ? (
        <Notice tone="success" urgent>
          <p>{t("link.sent")}</p>
        </Notice>
      ) : (
        <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), send()]}>
          {error !== undefined && <ProblemNotice error={error} t={t} />}
          <TextField
            id="link-email"
            label={t("link.email")}
            type="email"
            autocomplete="email"
            dir="ltr"
            value={email}
            fault={fault ?? saidBy(error)["email"]}
            onInput={setEmail}
          />
          <Button type="submit" kind="secondary" busy={busy}>
            {t("link.send")}
          </Button>
        </form>
      )}
    </section>
  );
}
