import { useState } from "preact/hooks";
import { call } from "../api/client.ts";
import { everyPage } from "../api/every-page.ts";
import { textIn } from "../i18n/words.tsx";
import { Button } from "../kit/button.tsx";
import { RadioField, SelectField, TextField } from "../kit/inputs.tsx";
import { Notice } from "../kit/notice.tsx";
import { ProblemNotice } from "../kit/problem-notice.tsx";
import { useAction, useLoaded } from "../kit/use-async.ts";
import { useTyped } from "../kit/use-kept.ts";
import { freshToken } from "../session/staff-session.ts";
import { Gate } from "./gate/gate.ts";
import type { Conference, Door } from "./gate/kept.ts";
import { useWords } from "./words.ts";

interface Props {
  /** The gate that is changed; none on a device that was no gate yet. */
  readonly gate: Gate | undefined;
  readonly onOpen: (gate: Gate) => void;
}

/** Which conference, which door, which way. */
export function SetUp({ gate, onOpen }: Props) {
  const { t, language } = useWords();
  const kept = gate?.state.desk;
  const { loaded, again } = useLoaded(async (): Promise<readonly Choosable[]> => {
    if (kept) return [kept.conference];
    const token = await freshToken();
    // That colleagues read who it was is no reason not to open a gate.
    call("introduceStaff", { token }).catch(() => {});
    return everyPage((cursor) => call("listConferences", { token, language, query: { limit: 100, cursor } }), 500);
  }, [gate]);
  if (loaded.state === "failed") return <ProblemNotice error={loaded.error} t={t} onRetry={again} />;
  if (loaded.state === "loading") return <p aria-busy="true">{t("common.loading")}</p>;
  if (loaded.value.length === 0)
    return (
      <Notice>
        <p>{t("desk.setUp.none")}</p>
      </Notice>
    );
  return <Choice conferences={loaded.value} gate={gate} onOpen={onOpen} />;
}

/** What one chooses by; the settings that the staff are told of it aren't kept on the device. */
type Choosable = Pick<Conference, "conferenceId" | "title" | "sessions">;

const zonePattern = /^[A-Za-z0-9][A-Za-z0-9-]{0,39}$/;

function Choice({ conferences, gate, onOpen }: Props & { readonly conferences: readonly Choosable[] }) {
  const { t, language } = useWords();
  const door = gate?.state.desk.door;
  const [typed, type] = useTyped("door", {
    conferenceId: conferences.length === 1 ? (conferences[0]?.conferenceId ?? "") : "",
    name: door?.gate ?? "",
    direction: door?.direction ?? "in",
    zone: door?.zone ?? "",
    sessionId: door?.sessionId ?? "",
  });
  const { conferenceId, name, direction, zone, sessionId } = typed;
  const [isTried, setTried] = useState(false);
  const { busy, error, run } = useAction();
  const conference = conferences.find((each) => each.conferenceId === conferenceId);
  const isZone = zone.trim() === "" || zonePattern.test(zone.trim());
  const open = () =>
    run(async () => {
      setTried(true);
      if (!conference || name.trim() === "" || !isZone) return;
      const chosen: Door = {
        gate: name.trim().slice(0, 60),
        direction,
        ...(zone.trim() !== "" && { zone: zone.trim() }),
        ...(sessionId !== "" && { sessionId }),
      };
      await gate?.changeDoor(chosen);
      onOpen(gate ?? (await Gate.setUp(await call("readConference", { params: { conferenceId } }), chosen)));
    });
  const needed = (isMissing: boolean) => (isTried && isMissing ? t("desk.setUp.needed") : undefined);
  return (
    <form class="sheet stack-wide" noValidate onSubmit={(event) => [event.preventDefault(), open()]}>
      <h1>{t("desk.setUp.title")}</h1>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      <SelectField
        id="conference"
        label={t("desk.setUp.conference")}
        value={conferenceId}
        empty={t("common.choose")}
        fault={needed(!conference)}
        options={conferences.map((each) => ({ value: each.conferenceId, label: textIn(each.title, language) }))}
        onChange={(id) => type({ ...typed, conferenceId: id, sessionId: "" })}
      />
      <TextField
        id="gate"
        label={t("desk.setUp.gate")}
        hint={t("desk.setUp.gateHint")}
        value={name}
        fault={needed(name.trim() === "")}
        onInput={(value) => type({ ...typed, name: value })}
      />
      <RadioField
        id="direction"
        label={t("desk.setUp.direction")}
        value={direction}
        options={[
          { value: "in", label: t("desk.in") },
          { value: "out", label: t("desk.out") },
        ]}
        onChange={(value) => type({ ...typed, direction: value === "out" ? "out" : "in" })}
      />
      <TextField
        id="zone"
        label={t("desk.setUp.zone")}
        hint={t("desk.setUp.zoneHint")}
        optional={t("common.optional")}
        short
        dir="ltr"
        value={zone}
        fault={isZone ? undefined : t("validation.pattern")}
        onInput={(value) => type({ ...typed, zone: value })}
      />
      {(conference?.sessions.length ?? 0) > 0 && (
        <SelectField
          id="session"
          label={t("desk.setUp.session")}
          value={sessionId}
          empty={t("desk.setUp.noSession")}
          options={(conference?.sessions ?? []).map((each) => ({
            value: each.sessionId,
            label: textIn(each.title, language),
          }))}
          onChange={(value) => type({ ...typed, sessionId: value })}
        />
      )}
      {busy && <p role="status">{t("desk.setUp.fetching")}</p>}
      <Button type="submit" busy={busy}>
        {t("desk.setUp.open")}
      </Button>
    </form>
  );
}
