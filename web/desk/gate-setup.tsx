import { useState } from "preact/hooks";
import { truncateText } from "#shared/text/text-rules.ts";
import { callApi, listAllConferences } from "../kit/api/client.ts";
import { useAction, useLoaded, useSessionOver } from "../kit/api/use-loaded.ts";
import { Button } from "../kit/components/button.tsx";
import { RadioField, SelectField, TextField } from "../kit/components/fields.tsx";
import { LoadNotice, Notice, ProblemNotice } from "../kit/components/notices.tsx";
import { useFormState } from "../kit/hooks/use-stored-state.ts";
import { getLocalizedText } from "../kit/i18n/translations.tsx";
import { getFreshIdToken } from "../kit/session/staff-session.ts";
import { GateController } from "./gate/gate-controller.ts";
import type { DeskConference, GateSettings } from "./gate/gate-state.ts";
import { useTranslation } from "./translations.ts";

interface GateSetupProps {
  /** The existing gate; undefined on a new device. */
  readonly gate: GateController | undefined;
  readonly onOpen: (gate: GateController) => void;
  readonly onSessionOver?: () => void;
}

/** The setup of a gate: conference, name, direction, zone and session. */
export function GateSetup({ gate, onOpen, onSessionOver }: GateSetupProps) {
  const { t, language } = useTranslation();
  const stored = gate?.state.desk;
  const { loaded, reload } = useLoaded(async (): Promise<readonly SelectableConference[]> => {
    const token = await getFreshIdToken();
    const list = async () => {
      const all = await listAllConferences((query) => callApi("listConferences", { token, language, query }));
      const mayScan = ({ conferenceId }: SelectableConference) =>
        all.groups[conferenceId]?.some((group) => group !== "reviewer") ?? false;
      return all.items.filter(mayScan);
    };
    if (stored) {
      // A gate without a network or a session can still change its settings.
      const others = await list().catch(() => []);
      return [stored.conference, ...others.filter((each) => each.conferenceId !== stored.conference.conferenceId)];
    }
    // The registration of the account is optional: its failure must not stop the gate.
    callApi("registerStaffMember", { token }).catch(() => {});
    return list();
  }, [gate]);
  useSessionOver(loaded, () => onSessionOver?.());
  if (loaded.state !== "ready") return <LoadNotice {...{ loaded, reload, t }} />;
  if (loaded.value.length === 0)
    return (
      <Notice>
        <p>{t("desk.setUp.none")}</p>
      </Notice>
    );
  return <GateSettingsForm conferences={loaded.value} gate={gate} onOpen={onOpen} />;
}

/** The fields for the selection. The device does not store the settings that staff receive. */
type SelectableConference = Pick<DeskConference, "conferenceId" | "title" | "sessions">;

const zonePattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;

/** @returns undefined if the gate still has scans of its conference to send */
async function openGate(gate: GateController | undefined, conferenceId: string, chosen: GateSettings) {
  if (gate?.state.desk.conference.conferenceId === conferenceId) {
    await gate.changeSettings(chosen);
    return gate;
  }
  const conference = await callApi("getConference", { params: { conferenceId } });
  return gate ? gate.changeConference(conference, chosen) : GateController.setUp(conference, chosen);
}

function GateSettingsForm({
  conferences,
  gate,
  onOpen,
}: GateSetupProps & { readonly conferences: readonly SelectableConference[] }) {
  const { t, language } = useTranslation();
  const settings = gate?.state.desk.settings;
  const [typed, setTyped] = useFormState("gate", {
    conferenceId: gate || conferences.length === 1 ? (conferences[0]?.conferenceId ?? "") : "",
    name: settings?.gate ?? "",
    direction: settings?.direction ?? "in",
    zone: settings?.zone ?? "",
    sessionId: settings?.sessionId ?? "",
  });
  const { conferenceId, name, direction, zone, sessionId } = typed;
  const [isTried, setTried] = useState(false);
  const [isUnsent, setUnsent] = useState(false);
  const { busy, error, run } = useAction();
  const conference = conferences.find((each) => each.conferenceId === conferenceId);
  const isZone = zone.trim() === "" || zonePattern.test(zone.trim());
  const open = () =>
    run(async () => {
      setTried(true);
      if (!conference || name.trim() === "" || !isZone) return;
      const chosen: GateSettings = {
        gate: truncateText(name.trim(), 60),
        direction,
        ...(zone.trim() !== "" && { zone: zone.trim() }),
        ...(sessionId !== "" && { sessionId }),
      };
      const opened = await openGate(gate, conferenceId, chosen);
      setUnsent(opened === undefined);
      if (opened) onOpen(opened);
    });
  const getMissingText = (isMissing: boolean) => (isTried && isMissing ? t("desk.setUp.needed") : undefined);
  return (
    <form class="sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), open()]}>
      <h1>{t("desk.setUp.title")}</h1>
      <ProblemNotice error={error} t={t} />
      {isUnsent && (
        <Notice tone="danger">
          <p>{t("desk.setUp.unsent")}</p>
        </Notice>
      )}
      <SelectField
        id="conference"
        label={t("desk.setUp.conference")}
        value={conferenceId}
        empty={t("common.choose")}
        errorText={getMissingText(!conference)}
        options={conferences.map((each) => ({
          value: each.conferenceId,
          label: getLocalizedText(each.title, language),
        }))}
        onChange={(id) => setTyped({ ...typed, conferenceId: id, sessionId: "" })}
      />
      <TextField
        id="gate"
        label={t("desk.setUp.gate")}
        hint={t("desk.setUp.gateHint")}
        value={name}
        errorText={getMissingText(name.trim() === "")}
        onInput={(value) => setTyped({ ...typed, name: value })}
      />
      <RadioField
        id="direction"
        label={t("desk.setUp.direction")}
        value={direction}
        options={[
          { value: "in", label: t("desk.in") },
          { value: "out", label: t("desk.out") },
        ]}
        onChange={(value) => setTyped({ ...typed, direction: value === "out" ? "out" : "in" })}
      />
      <TextField
        id="zone"
        label={t("desk.setUp.zone")}
        hint={t("desk.setUp.zoneHint")}
        optional={t("common.optional")}
        short
        dir="ltr"
        value={zone}
        errorText={isZone ? undefined : t("validation.pattern")}
        onInput={(value) => setTyped({ ...typed, zone: value })}
      />
      {(conference?.sessions.length ?? 0) > 0 && (
        <SelectField
          id="session"
          label={t("desk.setUp.session")}
          value={sessionId}
          empty={t("desk.setUp.noSession")}
          options={(conference?.sessions ?? []).map((each) => ({
            value: each.sessionId,
            label: getLocalizedText(each.title, language),
          }))}
          onChange={(value) => setTyped({ ...typed, sessionId: value })}
        />
      )}
      {busy && <p role="status">{t("desk.setUp.fetching")}</p>}
      <Button type="submit" busy={busy}>
        {t("desk.setUp.open")}
      </Button>
    </form>
  );
}
