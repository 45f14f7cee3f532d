import type * as z from "zod/mini";
import type { conferenceDraft } from "#shared/conferences/contract.ts";
import { listAllPages } from "../../kit/api/client.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { announce } from "../../kit/components/announce.ts";
import { FormActions } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { TextField } from "../../kit/components/fields.tsx";
import { LoadNotice, Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { useFormState } from "../../kit/hooks/use-stored-state.ts";
import { type CapacityPool, useConsoleContext } from "../console-context.ts";
import { type DelegationNames, formatPersonName, getCategoryTitle, usePoolLabel } from "../labels.tsx";
import { useTranslation } from "../translations.ts";
import { applyLimit, forecastSeated, type WaitingPerson } from "./limit-forecast.ts";

/** The maximum number of waiting people in the forecast: more than any realistic increase of a limit. */
const maxWaiting = 500;

export interface NamedWaitingList {
  readonly waitingList: readonly WaitingPerson[];
  readonly names: ReadonlyMap<string, string>;
}

/** Loads the waiting list in service order, with delegations and names. */
function useWaitingList() {
  const { callApi, settings } = useConsoleContext();
  const params = { conferenceId: settings.conferenceId };
  return useLoaded(
    async (signal): Promise<NamedWaitingList> => {
      const [waitingList, waiting] = await Promise.all([
        listAllPages(
          (cursor) => callApi("getWaitingList", { params, query: { limit: 100, cursor }, signal }),
          maxWaiting,
        ),
        listAllPages(
          (cursor) => callApi("listRegistrations", { params, query: { seat: "waiting", limit: 100, cursor }, signal }),
          maxWaiting,
        ),
      ]);
      const people = new Map(waiting.map((each) => [each.registrationId, each]));
      return {
        waitingList: waitingList.map((each) => ({
          ...each,
          delegationId: people.get(each.registrationId)?.delegationId,
        })),
        names: new Map(waiting.map((each) => [each.registrationId, formatPersonName(each)])),
      };
    },
    [settings.conferenceId, callApi],
  );
}

interface LimitForecastProps {
  readonly pool: CapacityPool;
  readonly pools: readonly CapacityPool[];
  /** `null`: without a limit. */
  readonly limit: number | null;
}

/** The maximum number of names in the forecast. */
const maxNamesShown = 12;

/** The effect of a new limit: who gets a seat, or how many seats exceed it. */
function LimitForecast({ pool, pools, limit }: LimitForecastProps) {
  const { t, language } = useTranslation();
  const { settings } = useConsoleContext();
  const { loaded, reload } = useWaitingList();
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  const { waitingList, names } = loaded.value;
  const seated = forecastSeated(pools, pool.pool, limit, waitingList);
  const over = limit === null ? 0 : pool.taken - limit;
  const isRaised = (limit ?? Number.POSITIVE_INFINITY) > (pool.limit ?? Number.POSITIVE_INFINITY);
  return (
    <div class="stack" aria-live="polite">
      {over > 0 && (
        <Notice tone="warning">
          <p>{t("capacity.overhang", { count: over })}</p>
        </Notice>
      )}
      {isRaised && seated.length === 0 && <p>{t("capacity.seatsNobody")}</p>}
      {seated.length > 0 && (
        <Notice tone="success">
          <p class="number">
            {t(settings.offerHours > 0 ? "capacity.offers" : "capacity.seats", { count: seated.length })}
          </p>
          <ol>
            {seated.slice(0, maxNamesShown).map(({ registrationId, category, position }) => (
              <li key={registrationId} value={position}>
                <bdi>{names.get(registrationId) ?? registrationId}</bdi>{" "}
                <span class="small soft">{getCategoryTitle(settings, category, language)}</span>
              </li>
            ))}
          </ol>
          {seated.length > maxNamesShown && (
            <p class="small">{t("capacity.more", { count: seated.length - maxNamesShown })}</p>
          )}
        </Notice>
      )}
    </div>
  );
}

interface LimitDialogProps {
  readonly pool: CapacityPool;
  readonly pools: readonly CapacityPool[];
  readonly names: DelegationNames;
  readonly onClose: () => void;
}

/** The typed limit, `null` for none, or `undefined` for a text that is no limit. */
function parseLimit(typed: string, canBeLifted: boolean): number | null | undefined {
  const text = typed.trim();
  if (text === "" && canBeLifted) return null;
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined;
}

/** Sets, changes or lifts a limit after showing the effect. */
export function LimitDialog({ pool, pools, names, onClose }: LimitDialogProps) {
  const { t } = useTranslation();
  const { settings } = useConsoleContext();
  const [typed, setTyped] = useFormState(`limit.${settings.conferenceId}.${pool.pool}`, String(pool.limit ?? ""));
  const canBeLifted = pool.pool.startsWith("category:") || pool.pool.startsWith("session:");
  const limit = parseLimit(typed, canBeLifted);
  const save = useSaveLimit(pool.pool);
  const name = usePoolLabel(names)(pool.pool);
  const submit = () => {
    if (limit === undefined) return;
    void save.run(async () => {
      await save.send(limit);
      announce(limit === null ? t("capacity.lifted", { name }) : t("capacity.saved", { name, limit }));
      onClose();
    });
  };
  return (
    <Dialog title={t("capacity.changeOf", { name })} onClose={onClose}>
      <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), submit()]}>
        <TextField
          id="limit"
          label={t("capacity.newLimit")}
          hint={[
            pool.limit === null
              ? t("capacity.nowUnlimited", { taken: pool.taken })
              : t("capacity.now", { limit: pool.limit, taken: pool.taken }),
            ...(canBeLifted ? [t("capacity.noLimitHint")] : []),
          ].join(" ")}
          errorText={limit === undefined ? t("capacity.notANumber") : undefined}
          inputMode="numeric"
          dir="ltr"
          short
          value={typed}
          onInput={setTyped}
        />
        {limit !== undefined && <LimitForecast {...{ pool, pools, limit }} />}
        <ProblemNotice error={save.error} t={t} />
        <FormActions
          submitLabel={t("capacity.save")}
          cancelLabel={t("common.cancel")}
          busy={save.busy}
          disabled={limit === undefined || limit === pool.limit}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
}

/** Saves a quota in its delegation and any other limit in the conference. The version protects concurrent changes. */
function useSaveLimit(pool: string) {
  const { callApi, settings, setSettings } = useConsoleContext();
  const { busy, error, run } = useAction();
  const send = async (limit: number | null) => {
    const [kind, delegationId = ""] = pool.split(":");
    if (kind !== "delegation") {
      const body = applyLimit(settings, pool, limit) as z.input<typeof conferenceDraft>;
      const { conferenceId, version } = settings;
      setSettings(await callApi("putConference", { params: { conferenceId }, body, version }));
      return;
    }
    const { version } = await callApi("getDelegation", { params: { delegationId } });
    await callApi("updateDelegation", {
      params: { delegationId },
      body: limit === null ? {} : { quota: limit },
      version,
    });
  };
  return { busy, error, run, send };
}
