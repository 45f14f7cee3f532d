import { useState } from "preact/hooks";
import { type AccreditationDecision, accreditationDecisions } from "#shared/model/accreditation.ts";
import { useAction, useLoaded } from "../../kit/api/use-loaded.ts";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { TextArea } from "../../kit/components/fields.tsx";
import { LoadNotice, Notice, ProblemNotice } from "../../kit/components/notices.tsx";
import { navigate } from "../../kit/hooks/use-location.ts";
import { useSendOnce } from "../../kit/hooks/use-send-once.ts";
import { useConsoleContext } from "../console-context.ts";
import { formatPersonName, usePoolLabel } from "../labels.tsx";
import { hasOpenClash, listPossibleDecisions } from "../registration-detail/decisions.ts";
import { useTranslation } from "../translations.ts";
import { useReason } from "../use-reason.ts";
import { BulkProgress } from "./bulk-progress.tsx";
import {
  type DecidableRegistration,
  type DecisionForecast,
  forecastDecision,
  isWaitingForDelegation,
} from "./decision-forecast.ts";

/** The forecast: seats, and the pools that block the others. */
function ForecastSummary({
  forecast,
  decision,
}: {
  readonly forecast: DecisionForecast;
  readonly decision: AccreditationDecision["decision"];
}) {
  const { t } = useTranslation();
  const { settings } = useConsoleContext();
  const getPoolLabel = usePoolLabel();
  const { seated, blocked, blockedByPool, freed } = forecast;
  const isSeating = decision === "approve" || decision === "reopen";
  return (
    <div class="stack preview">
      <p>
        {t(`means.${decision}`)} {decision === "return" && t("seatEffect.keptMany")}
      </p>
      {isSeating && <p class="number">{t("bulk.fit", { count: seated.length })}</p>}
      {!isSeating && decision !== "return" && <p class="number">{t("bulk.freed", { count: freed })}</p>}
      {blocked.length > 0 && (
        <Notice tone="warning">
          <p class="number">{t(settings.waitingList ? "bulk.stopped" : "bulk.refused", { count: blocked.length })}</p>
          <ul>
            {[...blockedByPool].map(([pool, count]) => (
              <li key={pool} class="number">
                {t("bulk.stoppedBy", { pool: getPoolLabel(pool), count })}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}

/** The number of people who are named for each reason. */
const maxNamedLeftOut = 5;

/** The selected people whom the decision leaves out, by reason. */
function LeftOutNotice({
  forecast,
  changed,
  removed,
}: Pick<BulkDecisionFormProps, "forecast" | "changed" | "removed">) {
  const { t } = useTranslation();
  const { notApplicable } = forecast;
  const count = notApplicable.length + changed.length + removed.length;
  if (count === 0) return null;
  const findReason = (each: DecidableRegistration) => {
    if (hasOpenClash(each)) return t("flag.clash");
    return isWaitingForDelegation(each) ? t("flag.unconfirmed") : t(`accreditation.${each.accreditation}`);
  };
  const byReason = Object.entries(Object.groupBy(notApplicable, findReason));
  const reasons = [...byReason, [t("bulk.changed"), changed] as const, [t("bulk.removed"), removed] as const];
  return (
    <Notice>
      <p class="number">{t("bulk.leftOut", { count })}</p>
      <ul>
        {reasons
          .filter(([, people = []]) => people.length > 0)
          .map(([reason, people = []]) => (
            <li key={reason}>
              {reason}
              {t("common.colon")}
              {people.length}{" "}
              <span class="small soft">
                <bdi>
                  {people.slice(0, maxNamedLeftOut).map(formatPersonName).join(", ")}
                  {people.length > maxNamedLeftOut && "…"}
                </bdi>
              </span>
            </li>
          ))}
      </ul>
    </Notice>
  );
}

interface BulkDecisionFormProps {
  readonly forecast: DecisionForecast;
  readonly decision: AccreditationDecision["decision"];
  readonly count: number;
  /** The selected registrations that changed after the officer selected them. */
  readonly changed: readonly DecidableRegistration[];
  /** The selected registrations that no longer exist. */
  readonly removed: readonly DecidableRegistration[];
  readonly onSend: (decision: AccreditationDecision) => void;
  readonly onCancel: () => void;
}

/** The form of a bulk decision: its forecast and its reason. */
function BulkDecisionForm({ forecast, decision, count, changed, removed, onSend, onCancel }: BulkDecisionFormProps) {
  const { t } = useTranslation();
  const isNeeded = decision !== "approve" && decision !== "reopen";
  const { field, submit } = useReason("bulk-reason", `bulk.${decision}`, isNeeded);
  const send = (reason: string) => onSend({ decision, ...(reason !== "" && { reason }) });
  return (
    <form class="stack" noValidate onSubmit={(event) => [event.preventDefault(), submit(send)]}>
      <ForecastSummary {...{ forecast, decision }} />
      <LeftOutNotice {...{ forecast, changed, removed }} />
      {decision !== "approve" && (
        <TextArea
          {...field}
          label={t("decide.reason")}
          hint={t(isNeeded ? "decide.reasonMailed" : "decide.reasonKept")}
          optional={isNeeded ? undefined : t("common.optional")}
        />
      )}
      <div class="row">
        {count > 0 && (
          <Button type="submit" kind={isNeeded ? "danger" : "primary"}>
            {t(`bulk.${decision}`, { count })}
          </Button>
        )}
        <Button kind="secondary" onPress={onCancel}>
          {t("common.cancel")}
        </Button>
      </div>
    </form>
  );
}

const notLoaded = (all: readonly DecidableRegistration[]) => ({
  current: all,
  changed: [],
  removed: [],
  forecast: undefined,
});

/** Reads selected registrations again, in the same order; `undefined` for those that no longer exist. */
type CurrentRegistrationsReader = (
  all: readonly DecidableRegistration[],
  signal: AbortSignal,
) => Promise<readonly (DecidableRegistration | undefined)[]>;

interface BulkDecisionDialogProps {
  readonly decision: AccreditationDecision["decision"];
  readonly all: readonly DecidableRegistration[];
  readonly readCurrent: CurrentRegistrationsReader;
  readonly onClose: (isDone: boolean) => void;
}

/**
 * Sorts the selected registrations by what has happened to them since they were selected.
 * @param found what they are now, in the same order
 * @returns in the order of selection: those to forecast, those that the decision applies to but that are not as the
 * officer has seen them, and those that were erased
 */
function compareWithSelection(
  all: readonly DecidableRegistration[],
  found: readonly (DecidableRegistration | undefined)[],
  decision: AccreditationDecision["decision"],
) {
  const versions = new Map(all.map(({ registrationId, version }) => [registrationId, version]));
  const isChanged = (now: DecidableRegistration) =>
    now.version !== versions.get(now.registrationId) && listPossibleDecisions(now).includes(decision);
  const existing = found.filter((each) => each !== undefined);
  return {
    current: existing.filter((each) => !isChanged(each)),
    changed: existing.filter(isChanged),
    removed: all.filter((_, index) => found[index] === undefined),
  };
}

/** A bulk decision: first its forecast from the current registrations and capacity, then its results. */
function BulkDecisionDialog({ decision, all, readCurrent, onClose }: BulkDecisionDialogProps) {
  const { t } = useTranslation();
  const { callApi, settings, deferred } = useConsoleContext();
  const { conferenceId } = settings;
  const [sent, setSent] = useState<AccreditationDecision>();
  const { loaded, reload } = useLoaded(
    async (signal) => {
      // They were made first: the forecast and the seats are of what follows them.
      await deferred.carryOutAll();
      const selection = compareWithSelection(all, await readCurrent(all, signal), decision);
      const { items: pools } = await callApi("getCapacity", { params: { conferenceId }, signal });
      return { ...selection, forecast: forecastDecision(settings, pools, selection.current, decision) };
    },
    [conferenceId],
  );
  const { current, changed, removed, forecast } = loaded.state === "ready" ? loaded.value : notLoaded(all);
  const applicable = current.filter((each) => !forecast?.notApplicable.includes(each));
  return (
    <Dialog title={t(`bulk.${decision}`, { count: applicable.length })} onClose={() => onClose(sent !== undefined)}>
      <LoadNotice {...{ loaded, reload, t }} />
      {forecast && !sent && (
        <BulkDecisionForm
          {...{ forecast, decision, changed, removed }}
          count={applicable.length}
          onSend={setSent}
          onCancel={() => onClose(false)}
        />
      )}
      {sent && <BulkProgress decision={sent} all={applicable} onClose={() => onClose(true)} />}
    </Dialog>
  );
}

export interface BulkActionsProps {
  readonly chosen: { readonly all: readonly DecidableRegistration[]; readonly clear: () => void };
  readonly readCurrent: CurrentRegistrationsReader;
  readonly onDone: () => void;
}

/** The actions on all selected registrations. */
export function BulkActions({ chosen, readCurrent, onDone }: BulkActionsProps) {
  const { t } = useTranslation();
  const { callApi, settings, canDecide } = useConsoleContext();
  const [decision, setDecision] = useState<AccreditationDecision["decision"]>();
  const { busy, error, run } = useAction();
  const sendOnce = useSendOnce();
  const { conferenceId } = settings;
  const confirmed = chosen.all.filter(({ accreditation, seat }) => accreditation === "approved" && seat === "held");
  const print = () =>
    run(async () => {
      const body = { registrationIds: confirmed.map(({ registrationId }) => registrationId) };
      const { jobId } = await sendOnce(body, (idempotencyKey) =>
        callApi("startBadgeBatch", { params: { conferenceId }, body, idempotencyKey }),
      );
      navigate({ conference: conferenceId, view: "badges", job: jobId });
    });
  const useful = accreditationDecisions.filter((each) =>
    chosen.all.some((item) => listPossibleDecisions(item).includes(each)),
  );
  return (
    <section class="bulk stack-tight" aria-label={t("bulk.title")}>
      <p class="number">
        <strong>{t("bulk.chosen", { count: chosen.all.length })}</strong>{" "}
        <Button kind="quiet" small onPress={chosen.clear}>
          {t("bulk.none")}
        </Button>
      </p>
      <div class="row">
        {useful.map((each) => (
          <Button key={each} kind="secondary" small onPress={() => setDecision(each)}>
            {t(`decide.${each}`)} …
          </Button>
        ))}
        {canDecide && confirmed.length > 0 && (
          <Button kind="secondary" small busy={busy} onPress={print}>
            {t("bulk.badges")}
          </Button>
        )}
      </div>
      <ProblemNotice error={error} t={t} />
      {decision && (
        <BulkDecisionDialog
          {...{ decision, readCurrent }}
          all={chosen.all}
          onClose={(isDone) => {
            setDecision(undefined);
            if (!isDone) return;
            chosen.clear();
            onDone();
          }}
        />
      )}
    </section>
  );
}
