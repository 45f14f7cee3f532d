import { moment } from "../../i18n/dates.ts";
import { Button } from "../../kit/button.tsx";
import { Dialog } from "../../kit/dialog.tsx";
import { Table } from "../../kit/table.tsx";
import type { Gate, GateState } from "../gate/gate.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly gate: Gate;
  readonly state: GateState;
  readonly onClose: () => void;
}

/** Whom this gate let through and the history wouldn't have; the secretariat finds them among the incidents. */
export function Conflicts({ gate, state: { conflicts, desk }, onClose }: Props) {
  const { t, find, language } = useWords();
  const clear = async () => {
    await gate.clearConflicts();
    onClose();
  };
  return (
    <Dialog title={t("desk.conflicts.title")} onClose={onClose}>
      <p>{t("desk.conflicts.means")}</p>
      <Table
        caption={t("desk.conflicts.title")}
        head={[t("field.person.nameOnBadge"), t("desk.conflicts.why"), t("desk.conflicts.when")]}
      >
        {conflicts.map(({ scanId, registrationId, reason, at }) => (
          <tr key={scanId}>
            <td>
              <bdi>{gate.nameOf(registrationId)}</bdi>
            </td>
            <td>{find(`reason.${reason}`)}</td>
            <td>{moment(at, desk.conference.timeZone, language)}</td>
          </tr>
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
