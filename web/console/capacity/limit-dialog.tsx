import type * as z from "zod/mini";
import type { conferenceDraft } from "#shared/contract/conference.ts";
import { announce } from "../../kit/announce.ts";
import { Dialog } from "../../kit/dialog.tsx";
import { FormButtons } from "../../kit/form-buttons.tsx";
import { TextField } from "../../kit/inputs.tsx";
import { ProblemNotice } from "../../kit/problem-notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useTyped } from "../../kit/use-kept.ts";
import { type DelegationNames, poolLabel } from "../names.ts";
import { type Pool, useOffice } from "../office.ts";
import { useWords } from "../words.ts";
import { withLimit } from "./foresee.ts";
import { Foresight } from "./foresight.tsx";

interface Props {
  readonly pool: Pool;
  readonly pools: readonly Pool[];
  readonly names: DelegationNames;
  readonly onClose: () => void;
}

/** Another limit, and beforehand whom it seats. */
export function LimitDialog({ pool, pools, names, onClose }: Props) {
  const { t, language } = useWords();
  const { settings } = useOffice();
  const [typed, setTyped] = useTyped(`limit.${settings.conferenceId}.${pool.pool}`, String(pool.limit));
  const limit = /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : undefined;
  const save = useSave(pool.pool);
  const name = poolLabel(pool.pool, { settings, language, t, names });
  const submit = () => {
    if (limit === undefined) return;
    void save.run(async () => {
      await save.send(limit);
      announce(t("capacity.saved", { name, limit }));
      onClose();
    });
  };
  return (
    <Dialog title={t("capacity.changeOf", { name })} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), submit()]}>
        <TextField
          id="limit"
          label={t("capacity.newLimit")}
          hint={t("capacity.now", { limit: pool.limit, taken: pool.taken })}
          fault={limit === undefined ? t("capacity.notANumber") : undefined}
          inputMode="numeric"
          dir="ltr"
          short
          value={typed}
          onInput={setTyped}
        />
        {limit !== undefined && <Foresight {...{ pool, pools, limit }} />}
        {save.error !== undefined && <ProblemNotice error={save.error} t={t} />}
        <FormButtons
          does={t("capacity.save")}
          no={t("common.cancel")}
          busy={save.busy}
          disabled={limit === undefined || limit === pool.limit}
          onNo={onClose}
        />
      </form>
    </Dialog>
  );
}

/** A delegation's quota is the delegation's to change, every other limit the conference's; neither runs over a change that came meanwhile. */
function useSave(pool: string) {
  const { ask, settings, set } = useOffice();
  const { busy, error, run } = useAction();
  const send = async (limit: number) => {
    const [kind, delegationId = ""] = pool.split(":");
    if (kind !== "delegation") {
      const body = withLimit(settings, pool, limit) as z.input<typeof conferenceDraft>;
      const { conferenceId, version } = settings;
      set(await ask("putConference", { params: { conferenceId }, body, version }));
      return;
    }
    const { version } = await ask("readDelegation", { params: { delegationId } });
    await ask("changeDelegation", { params: { delegationId }, body: { quota: limit }, version });
  };
  return { busy, error, run, send };
}
