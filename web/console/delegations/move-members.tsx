import { useState } from "preact/hooks";
import type { ApiAnswer } from "../../kit/api/client.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { ConfirmDialog } from "../../kit/components/dialog.tsx";
import { Checkbox, FieldSet, SelectField, TextField } from "../../kit/components/fields.tsx";
import { Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { useSendOnce } from "../../kit/hooks/use-send-once.ts";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { getLocalizedText } from "../../kit/i18n/translations.tsx";
import { useConsoleContext } from "../console-context.ts";
import { formatPersonName, listAllDelegations } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { MoveProgress, type StartedMove } from "./move-progress.tsx";

type Delegation = ApiAnswer<"getDelegation">;

interface MoveMembersProps {
  readonly delegation: Delegation;
  readonly onChanged: () => void;
}

/** Moves members to another delegation: who moves, where to, and then what became of each. */
export function MoveMembers({ delegation, onChanged }: MoveMembersProps) {
  const { t } = useTranslation();
  const { delegationId, members } = delegation;
  const [isOpen, setOpen] = useState(false);
  const [started, setStarted] = useFormState<StartedMove | undefined>(`move.${delegationId}`, undefined);
  if (started)
    return (
      <MoveProgress {...{ ...started, members, onChanged }} onClose={() => [setStarted(undefined), setOpen(false)]} />
    );
  if (members.length === 0) return null;
  if (!isOpen)
    return (
      <div class="row">
        <Button kind="secondary" onPress={() => setOpen(true)}>
          {t("move.open")} …
        </Button>
      </div>
    );
  return <MoveForm {...{ delegation }} onStarted={setStarted} onCancel={() => setOpen(false)} />;
}

/** By registration, the version that was shown when the member was selected. */
type Selection = ReadonlyMap<string, number>;

const matches = (member: Delegation["members"][number], text: string): boolean =>
  [formatPersonName(member), member.functionTitle, member.organization].some((each) =>
    each?.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()),
  );

interface MoveFormProps {
  readonly delegation: Delegation;
  readonly onStarted: (move: StartedMove) => void;
  readonly onCancel: () => void;
}

function MoveForm({ delegation, onStarted, onCancel }: MoveFormProps) {
  const { t, language } = useTranslation();
  const { callApi } = useConsoleContext();
  const { delegationId, members } = delegation;
  const [text, setText] = useState("");
  const [selected, setSelected] = useState<Selection>(new Map());
  const [into, setInto] = useState("");
  const [notify, setNotify] = useState(true);
  const [isAsking, setAsking] = useState(false);
  const { busy, error, run } = useAction();
  const sendOnce = useSendOnce();
  const targets = useTargets(delegationId);
  const target = targets.find((each) => each.delegationId === into);
  const seats = useSeatsLeft(into);
  const shown = members.filter((member) => matches(member, text));
  const select = (chosen: readonly Delegation["members"][number][], isOn: boolean) => {
    const next = new Map(selected);
    for (const { registrationId, version } of chosen)
      isOn ? next.set(registrationId, version) : next.delete(registrationId);
    setSelected(next);
  };
  const count = selected.size;
  const start = () =>
    run(async () => {
      const items = [...selected].map(([registrationId, version]) => ({ registrationId, version }));
      const body = { into, items, notify };
      const { jobId } = await sendOnce([delegationId, body], (idempotencyKey) =>
        callApi("moveMembers", { params: { delegationId }, body, idempotencyKey }),
      );
      onStarted({ jobId, into });
    });
  return (
    <section class="sheet stack" aria-labelledby="move-title">
      <h3 id="move-title">{t("move.open")}</h3>
      <p class="soft">{t("move.lead")}</p>
      <TextField id="move-filter" type="search" label={t("move.filter")} value={text} onInput={setText} />
      <FieldSet id="move-members" label={t("move.members")}>
        {shown.length === 0 && <p class="soft">{t("move.none")}</p>}
        {shown.length > 0 && (
          <Checkbox
            id="move-all"
            label={<strong>{t("move.all", { count: shown.length })}</strong>}
            checked={shown.every(({ registrationId }) => selected.has(registrationId))}
            onChange={(isOn) => select(shown, isOn)}
          />
        )}
        {shown.map((member) => (
          <Checkbox
            key={member.registrationId}
            id={`move-${member.registrationId}`}
            label={<bdi>{formatPersonName(member)}</bdi>}
            checked={selected.has(member.registrationId)}
            onChange={(isOn) => select([member], isOn)}
          />
        ))}
      </FieldSet>
      <SelectField
        id="move-into"
        label={t("move.into")}
        value={into}
        empty={t("common.choose")}
        options={targets.map(({ delegationId: value, name }) => ({ value, label: getLocalizedText(name, language) }))}
        onChange={setInto}
      />
      <div class="stack" aria-live="polite">
        {seats !== undefined && (
          <p>{seats === null ? t("move.seatsUnlimited") : t("move.seatsLeft", { count: seats })}</p>
        )}
        {typeof seats === "number" && seats < count && <Notice tone="warning">{t("move.tooFew")}</Notice>}
      </div>
      <Checkbox id="move-notify" label={t("move.notify")} checked={notify} onChange={setNotify} />
      <div class="row">
        <Button disabled={count === 0 || !target} onPress={() => setAsking(true)}>
          {t("move.start", { count })}
        </Button>
        <Button kind="secondary" onPress={onCancel}>
          {t("common.cancel")}
        </Button>
      </div>
      {isAsking && target && (
        <ConfirmDialog
          title={t("move.title")}
          yes={t("move.start", { count })}
          no={t("common.cancel")}
          busy={busy}
          onYes={start}
          onNo={() => setAsking(false)}
        >
          <p>{t("move.means", { count, name: getLocalizedText(target.name, language) })}</p>
          <ProblemNotice error={error} t={t} />
        </ConfirmDialog>
      )}
    </section>
  );
}

/** The accredited delegations to which members can move. */
function useTargets(delegationId: string) {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded } = useLoaded((signal) => listAllDelegations(callApi, conferenceId, signal), [conferenceId, callApi]);
  const all = loaded.state === "ready" ? loaded.value : [];
  return all.filter((each) => each.status === "accredited" && each.delegationId !== delegationId);
}

/** The seats that a delegation has left; `null` without a quota, `undefined` until it is known. */
function useSeatsLeft(delegationId: string): number | null | undefined {
  const { callApi, settings } = useConsoleContext();
  const { conferenceId } = settings;
  const { loaded } = useLoaded(
    async (signal) =>
      delegationId === ""
        ? []
        : (await callApi("getCapacity", { params: { conferenceId }, signal })).items.filter(
            ({ pool }) => pool === `delegation:${delegationId}`,
          ),
    [delegationId, conferenceId, callApi],
  );
  const [pool] = loaded.state === "ready" ? loaded.value : [];
  if (!pool) return undefined;
  return pool.limit === null ? null : Math.max(0, pool.limit - pool.taken);
}
