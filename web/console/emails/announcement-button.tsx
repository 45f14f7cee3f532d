import { useState } from "preact/hooks";
import { useAction } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { ProblemNotice } from "../../kit/components/notices.tsx";
import { useTranslation } from "../translations.ts";

interface AnnouncementButtonProps {
  readonly label: string;
  /** Who gets an email. */
  readonly means: string;
  /** Queues the emails. @returns what became of the request, for the officer */
  readonly send: () => Promise<string>;
}

/** Sends emails to many people, after a confirmation. */
export function AnnouncementButton({ label, means, send }: AnnouncementButtonProps) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const [said, setSaid] = useState("");
  const { busy, error, run } = useAction();
  const confirm = () =>
    run(async () => {
      const message = await send();
      setAsking(false);
      setSaid(message);
      announce(message);
    });
  return (
    <div class="stack-tight">
      <div class="row">
        <Button kind="secondary" small onPress={() => setAsking(true)}>
          {label}
        </Button>
      </div>
      {said !== "" && <p class="small">{said}</p>}
      {isAsking && (
        <ConfirmDialog
          title={label}
          yes={label}
          no={t("common.cancel")}
          busy={busy}
          onYes={confirm}
          onNo={() => setAsking(false)}
        >
          <p>{means}</p>
          <ProblemNotice error={error} t={t} />
        </ConfirmDialog>
      )}
    </div>
  );
}
