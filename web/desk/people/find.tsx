import { useState } from "preact/hooks";
import { type AnswerOf, call } from "../../api/client.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { TextField } from "../../kit/inputs.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { freshToken } from "../../session/staff-session.ts";
import type { Gate } from "../gate/gate.ts";
import { useWords } from "../words.ts";
import { FoundPerson } from "./found-person.tsx";

type Found = AnswerOf<"searchRegistrations">;

/** Somebody without a badge is found by their name, and gets one. */
export function Find({ gate, onClose }: { readonly gate: Gate; readonly onClose: () => void }) {
  const { t, language } = useWords();
  const { conferenceId } = gate.state.desk.conference;
  const [text, setText] = useTyped(`find.${conferenceId}`, "");
  const [found, setFound] = useState<Found>();
  const { busy, error, run } = useAction();
  const find = () =>
    run(async () => {
      const token = await freshToken();
      setFound(await call("searchRegistrations", { params: { conferenceId }, body: { text }, token, language }));
    });
  return (
    <Dialog title={t("desk.find.title")} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), find()]}>
        <TextField id="find" label={t("desk.find.text")} value={text} onInput={setText} />
        <Button type="submit" busy={busy}>
          {t("desk.find.go")}
        </Button>
      </form>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      <div class="stack" role="status">
        {found?.items.length === 0 && <p>{t("desk.find.none")}</p>}
        {found && found.items.length > 0 && (
          <ul class="plain-list found">
            {found.items.map((each) => (
              <FoundPerson
                key={each.registrationId}
                person={each}
                conference={gate.state.desk.conference}
                onPrinted={() => [find(), gate.synchronise()]}
              />
            ))}
          </ul>
        )}
        {found?.next && <p class="soft">{t("desk.find.more")}</p>}
      </div>
      <Button kind="secondary" onPress={onClose}>
        {t("common.close")}
      </Button>
    </Dialog>
  );
}
