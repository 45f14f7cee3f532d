import { useEffect } from "preact/hooks";
import { moment } from "../../i18n/dates.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Table } from "../../kit/table.tsx";
import type { Gate } from "../gate/gate.ts";
import type { GateState } from "../gate/gate-state.ts";
import type { KeptConflict } from "../gate/kept.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly gate: Gate;
  readonly state: GateState;
  readonly onClose: () => void;
}

/** Whom gates let through without the network and the records wouldn't have. */
export function Conflicts({ gate, state: { toLookInto, desk }, onClose }: Props) {
  const { t } = useWords();
  useEffect(() => void gate.askWhatToLookInto(), [gate]);
  const clear = async () => {
    await gate.lookedInto();
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
        {toLookInto.map((each) => (
          <Row
            key={each.scanId}
            conflict={each}
            name={gate.nameOf(each.registrationId)}
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

interface RowProps {
  readonly conflict: KeptConflict;
  readonly name: string;
  readonly timeZone: string;
}

function Row({ conflict: { reason, gate, direction, at, against }, name, timeZone }: RowProps) {
  const { t, find, language } = useWords();
  return (
    <tr>
      <th scope="row">
        <bdi>{name}</bdi>
      </th>
      <td>
        {find(`gate.${reason}`)}
        {against && (
          <>
            <br />
            <span class="small soft">
              {t("desk.conflicts.against", { gate: against.gate, at: moment(against.at, timeZone, language) })}
            </span>
          </>
        )}
      </td>
      <td>
        {gate && <bdi>{gate}: </bdi>}
        {t(`desk.${direction}`)}
      </td>
      <td>{moment(at, timeZone, language)}</td>
    </tr>
  );
}
