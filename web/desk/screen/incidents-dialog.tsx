import { useEffect } from "preact/hooks";
import { Button } from "../../kit/components/button.tsx";
import { Dialog } from "../../kit/components/dialog.tsx";
import { Table } from "../../kit/components/table.tsx";
import { formatDateTime } from "../../kit/i18n/format-dates.ts";
import type { GateController } from "../gate/gate-controller.ts";
import type { GateIncident, GateState } from "../gate/gate-state.ts";
import { useTranslation } from "../translations.ts";

interface IncidentsDialogProps {
  readonly gate: GateController;
  readonly state: GateState;
  readonly onClose: () => void;
}

/** People who were admitted offline although the records object. */
export function IncidentsDialog({ gate, state: { openIncidents, desk }, onClose }: IncidentsDialogProps) {
  const { t } = useTranslation();
  useEffect(() => void gate.refreshIncidents(), [gate]);
  const clear = async () => {
    await gate.dismissIncidents();
    onClose();
  };
  const head = [
    t("field.person_nameOnBadge"),
    t("desk.conflicts.why"),
    t("desk.conflicts.where"),
    t("desk.conflicts.when"),
  ];
  return (
    <Dialog title={t("desk.conflicts.title")} onClose={onClose}>
      <p>{t("desk.conflicts.means")}</p>
      <Table caption={t("desk.conflicts.title")} head={head}>
        {openIncidents.map((each) => (
          <IncidentRow
            key={each.scanId}
            conflict={each}
            name={gate.getName(each.registrationId)}
            timeZone={desk.conference.timeZone}
          />
        ))}
      </Table>
      <div class="row">
        <Button onPress={clear}>{t("desk.conflicts.clear")}</Button>
        <Button kind="secondary" onPress={onClose}>
          {t("common.close")}
        </Button>
      </div>
    </Dialog>
  );
}

interface IncidentRowProps {
  readonly conflict: GateIncident;
  readonly name: string;
  readonly timeZone: string;
}

function IncidentRow({
  conflict: { reason, gate, direction, at, contradictedScan, override },
  name,
  timeZone,
}: IncidentRowProps) {
  const { t, find, language } = useTranslation();
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>
        {find(`gate.${reason}`)}
        {contradictedScan && (
          <>
            <br />
            <span class="small soft">
              {t("desk.conflicts.against", {
                gate: contradictedScan.gate,
                at: formatDateTime(contradictedScan.at, timeZone, language),
              })}
            </span>
          </>
        )}
        {override && (
          <>
            <br />
            <span class="small soft">
              {t("desk.override.said")} <bdi>{override.reason}</bdi>
            </span>
          </>
        )}
      </td>
      <td>
        {gate && <bdi>{gate}: </bdi>}
        {t(`desk.${direction}`)}
      </td>
      <td>{formatDateTime(at, timeZone, language)}</td>
    </tr>
  );
}
