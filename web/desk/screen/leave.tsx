import { Confirm } from "../../kit/dialog.tsx";
import { Notice } from "../../kit/notice.tsx";
import { useAction } from "../../kit/use-async.ts";
import { useWords } from "../words.ts";

interface Props {
  readonly waiting: number;
  readonly onLeave: () => void | Promise<void>;
  readonly onClose: () => void;
}

/** Asks before everything is taken off the device, and says what would be lost. */
export function Leave({ waiting, onLeave, onClose }: Props) {
  const { t } = useWords();
  const { busy, run } = useAction();
  return (
    <Confirm
      title={t("desk.leave.title")}
      yes={t("desk.leave.yes")}
      no={t("desk.leave.no")}
      danger={waiting > 0}
      busy={busy}
      onYes={() => run(async () => onLeave())}
      onNo={onClose}
    >
      {waiting > 0 && (
        <Notice tone="danger">
          <p>{t("desk.leave.waiting", { count: waiting })}</p>
        </Notice>
      )}
      <p>{t("desk.leave.means")}</p>
    </Confirm>
  );
}
