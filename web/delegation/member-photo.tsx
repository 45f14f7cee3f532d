import { handIn } from "../documents/hand-in.ts";
import { PhotoField } from "../documents/photo-field.tsx";
import { Button } from "../kit/button.tsx";
import { Dialog } from "../kit/dialog.tsx";
import { nameOf } from "./names.ts";
import type { Member, Team } from "./team.ts";
import { useWords } from "./words.ts";

interface Props extends Team {
  readonly member: Member;
  readonly onClose: () => void;
}

/** The photo of a member who reads no mail of ours, or has none at hand. */
export function MemberPhoto({ member: { registrationId, person, documents }, token, again, onClose }: Props) {
  const reader = useWords();
  const { t, language } = reader;
  const upload = async (file: Blob) => {
    await handIn({ registrationId, kind: "photo", file, language, token });
    again();
  };
  return (
    <Dialog title={t("members.photoOf", { name: nameOf(person) })} onClose={onClose}>
      <PhotoField id="member-photo" reader={reader} isThere={documents?.photo !== undefined} onPhoto={upload} />
      <Button kind="secondary" onPress={onClose}>
        {t("common.close")}
      </Button>
    </Dialog>
  );
}
