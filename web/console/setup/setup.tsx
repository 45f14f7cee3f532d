import { useContext, useState } from "preact/hooks";
import { Refused } from "../../api/client.ts";
import { loading } from "../../api/loading.ts";
import { saidBy, worded } from "../../form/faults.ts";
import { useTried } from "../../form/use-tried.ts";
import { announce } from "../../kit/announce.ts";
import { Button } from "../../kit/button.tsx";
import { go } from "../../kit/fragment.ts";
import { TextField } from "../../kit/inputs.tsx";
import { ErrorSummary } from "../../kit/notice.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { type Ask, OfficeContext, type Settings } from "../office.ts";
import { useWords } from "../words.ts";
import { Basics } from "./basics.tsx";
import { Categories } from "./categories.tsx";
import { type Draft, draftOf, emptyDraft } from "./draft.ts";
import { idOf, labelOf } from "./fields.tsx";
import { PreviewDialog } from "./preview-dialog.tsx";
import { Seating } from "./seating.tsx";
import { Sessions } from "./sessions.tsx";
import { Staff } from "./staff.tsx";
import { Targets } from "./targets.tsx";

interface Props {
  /** For a conference that is still to be made. */
  readonly fresh?: { readonly ask: Ask; readonly set: (settings: Settings) => void };
}

/** A conference in a form: checked by the contract's rules, shown as what it changes, then put. */
export function Setup({ fresh }: Props) {
  const { t, find } = useWords();
  const office = useContext(OfficeContext);
  const settings = office?.settings;
  const [conferenceId, setId] = useTyped(`setup-id.${settings?.conferenceId}`, settings?.conferenceId ?? "");
  const [draft, setDraft] = useTyped<Draft>(`setup.${settings?.conferenceId}.${settings?.version}`, () =>
    settings ? draftOf(settings) : emptyDraft(new Date()),
  );
  const { tell, ...tried } = useTried();
  const [isShown, setShown] = useState(false);
  const { busy, error, run } = useAction();
  const work = office ?? fresh;
  const look = () =>
    run(async () => {
      const { checkConference } = await loading(import("./rules.ts"));
      const checked = checkConference(draft);
      const faults = "faults" in checked ? worded(checked.faults, find) : {};
      const isNamed = /^[a-z0-9][a-z0-9-]{1,62}[a-z0-9]$/.test(conferenceId);
      const isTaken = !settings && isNamed && (await isThere(work?.ask, conferenceId));
      const all = {
        ...(!isNamed && { conferenceId: t("setup.idHint") }),
        ...(isTaken && { conferenceId: t("setup.idTaken") }),
        ...faults,
      };
      tell(all);
      setShown(Object.keys(all).length === 0);
    });
  const put = () =>
    run(async () => {
      if (!work) return;
      try {
        const put = await work.ask("putConference", {
          params: { conferenceId },
          body: draft,
          version: settings?.version,
        });
        work.set(put);
      } catch (failure) {
        if (Object.keys(saidBy(failure)).length > 0) tell(saidBy(failure));
        throw failure;
      } finally {
        setShown(false);
      }
      announce(t("setup.saved"));
      go({ conference: conferenceId, view: "settings" });
    });
  const editing = {
    draft,
    patch: (change: Partial<Draft>) => setDraft((before) => ({ ...before, ...change })),
    faultAt: (path: string) => tried.faults[path],
  };
  const summary = Object.entries(tried.faults).map(([path, message]) => ({
    id: idOf(path),
    label: labelOf(path, find),
    message,
  }));
  return (
    <form class="sheet dense-sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), look()]}>
      <h1>{t(settings ? "nav.settings" : "console.new")}</h1>
      <ErrorSummary t={t} faults={summary} attempt={tried.attempt} />
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      {!settings && (
        <TextField
          id={idOf("conferenceId")}
          label={labelOf("conferenceId", find)}
          hint={t("setup.idHint")}
          fault={tried.faults["conferenceId"]}
          dir="ltr"
          short
          value={conferenceId}
          onInput={setId}
        />
      )}
      <Basics {...editing} />
      <Seating {...editing} />
      <Categories {...editing} />
      <Sessions {...editing} />
      <Targets {...editing} />
      <Staff {...editing} />
      <Button type="submit" busy={busy}>
        {t("setup.preview")}
      </Button>
      {isShown && (
        <PreviewDialog
          before={settings && draftOf(settings)}
          draft={draft}
          busy={busy}
          onPut={put}
          onClose={() => setShown(false)}
        />
      )}
    </form>
  );
}

/** A new conference mustn't become another state of one that is there. @throws Unreachable */
async function isThere(ask: Ask | undefined, conferenceId: string): Promise<boolean> {
  try {
    return (await ask?.("readConference", { params: { conferenceId } })) !== undefined;
  } catch (error) {
    if (error instanceof Refused && error.problem.code === "unknown-conference") return false;
    throw error;
  }
}
