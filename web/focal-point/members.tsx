import { useState } from "preact/hooks";
import { formatFullName } from "#shared/registrations/names.rules.ts";
import { callApi } from "../kit/api/client.ts";
import { useAction } from "../kit/api/use-loaded.ts";
import { announce } from "../kit/components/announce.ts";
import { Button } from "../kit/components/button.tsx";
import { Dialog } from "../kit/components/dialog.tsx";
import { ProblemNotice, Tag, Tags, type Tone } from "../kit/components/notices.tsx";
import { PhotoField } from "../kit/documents/photo-field.tsx";
import { uploadDocument } from "../kit/documents/upload.ts";
import { moveItem } from "../kit/form/form-values.ts";
import { useFormState } from "../kit/hooks/use-stored-state.ts";
import type { OwnDelegationMember, OwnDelegationProps } from "./own-delegation.ts";
import { SubstitutionDialog } from "./substitution-dialog.tsx";
import { useTranslation } from "./translations.ts";

interface MemberPhotoDialogProps extends OwnDelegationProps {
  readonly member: OwnDelegationMember;
  readonly onClose: () => void;
}

/** Uploads the photo of a member on the member's behalf. */
function MemberPhotoDialog({ member, token, reload, onClose }: MemberPhotoDialogProps) {
  const reader = useTranslation();
  const { t, language } = reader;
  const { registrationId, documents } = member;
  const upload = async (file: Blob) => {
    await uploadDocument({ registrationId, kind: "photo", file, language, token });
    reload();
  };
  return (
    <Dialog title={t("members.photoOf", { name: formatFullName(member) })} onClose={onClose}>
      <PhotoField id="member-photo" reader={reader} isUploaded={documents?.photo !== undefined} onPhoto={upload} />
      <Button kind="secondary" onPress={onClose}>
        {t("common.close")}
      </Button>
    </Dialog>
  );
}

interface MemberRowProps {
  readonly member: OwnDelegationMember;
  readonly index: number;
  readonly last: boolean;
  readonly conference: OwnDelegationProps["conference"];
  readonly onMove: (to: number) => void;
  readonly onDrag: () => void;
  readonly onDrop: () => void;
  readonly onPhoto: () => void;
  readonly onSubstitute: () => void;
}

const memberTones: Readonly<Partial<Record<OwnDelegationMember["accreditation"], Tone>>> = {
  approved: "success",
  returned: "warning",
  pending: "info",
};

/** The documents and corrections that a member still owes. */
function listMissing(
  { documents, isNamedInLetter, accreditation, category }: OwnDelegationMember,
  conference: OwnDelegationProps["conference"],
) {
  const needs = conference.categories.find((each) => each.category === category)?.needs ?? [];
  const missing: ("photo" | "letter" | "correction")[] = [];
  if (needs.includes("photo") && documents?.photo === undefined) missing.push("photo");
  if (isNamedInLetter === false) missing.push("letter");
  if (accreditation === "returned") missing.push("correction");
  return missing;
}

function MemberRow({ member, index, last, conference, onMove, onDrag, onDrop, onPhoto, onSubstitute }: MemberRowProps) {
  const { t } = useTranslation();
  const [isOver, setOver] = useState(false);
  const name = formatFullName(member);
  const missing = listMissing(member, conference);
  const formatAccreditation = ({ accreditation }: typeof member) =>
    accreditation === "pending" ? t("members.withSecretariat") : t(`accreditation.${accreditation}`);
  return (
    <li
      class={isOver ? "member over" : "member"}
      draggable
      onDragStart={onDrag}
      onDragOver={(event) => [event.preventDefault(), setOver(true)]}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => [event.preventDefault(), setOver(false), onDrop()]}
    >
      <span class="rank number">{index + 1}</span>
      <div>
        <p>
          <strong>
            <bdi>{name}</bdi>
          </strong>{" "}
          {member.functionTitle && <bdi class="soft">{member.functionTitle}</bdi>}
        </p>
        <Tags>
          <Tag tone={memberTones[member.accreditation]}>{formatAccreditation(member)}</Tag>
          <Tag tone={member.seat === "held" ? "success" : "warning"}>{t(`seat.${member.seat}`)}</Tag>
        </Tags>
        <p class="small soft missing">
          {missing.length === 0
            ? t("members.complete")
            : `${t("members.missing")} ${missing.map((each) => t(`missing.${each}`)).join(", ")}`}
        </p>
      </div>
      <div class="row buttons">
        <Button
          kind="secondary"
          small
          disabled={index === 0}
          label={t("members.up", { name })}
          onPress={() => onMove(index - 1)}
        >
          ↑
        </Button>
        <Button
          kind="secondary"
          small
          disabled={last}
          label={t("members.down", { name })}
          onPress={() => onMove(index + 1)}
        >
          ↓
        </Button>
        {missing.includes("photo") && (
          <Button kind="secondary" small label={t("members.photoOf", { name })} onPress={onPhoto}>
            {t("members.photo")}
          </Button>
        )}
        <Button kind="secondary" small label={t("substitute.askFor", { name })} onPress={onSubstitute}>
          {t("substitute.ask")}
        </Button>
      </div>
    </li>
  );
}

/** The members by rank. Dragging or the arrow buttons change the rank; each change is announced. */
export function Members(props: OwnDelegationProps) {
  const { delegation, token, setDelegation } = props;
  const { t, language } = useTranslation();
  const [pictured, setPictured] = useState<string>();
  const [dragged, setDragged] = useState<number>();
  const { error, run } = useAction();
  const { delegationId, members } = delegation;
  const [leavingId, setLeaving] = useFormState<string | undefined>(`leaving.${delegationId}`, undefined);
  const leaving = members.find(({ registrationId }) => registrationId === leavingId);
  const move = (from: number, to: number) => {
    const member = members[from];
    if (!member || from === to || to < 0 || to >= members.length) return;
    const order = moveItem(members, from, to);
    setDelegation({ ...delegation, members: order });
    announce(t("members.moved", { name: formatFullName(member), rank: to + 1 }));
    void run(async () => {
      const body = { registrationIds: order.map(({ registrationId }) => registrationId) };
      try {
        setDelegation(await callApi("rankMembers", { params: { delegationId }, body, token, language }));
      } catch (failure) {
        setDelegation(delegation);
        throw failure;
      }
    });
  };
  return (
    <section class="sheet stack">
      <h2>{t("members.title")}</h2>
      <p class="soft">{members.length > 0 ? t("members.lead") : t("members.empty")}</p>
      <ProblemNotice error={error} t={t} />
      <ol class="members">
        {members.map((member, index) => (
          <MemberRow
            key={member.registrationId}
            {...{ member, index }}
            conference={props.conference}
            last={index === members.length - 1}
            onMove={(to) => move(index, to)}
            onDrag={() => setDragged(index)}
            onDrop={() => dragged !== undefined && move(dragged, index)}
            onPhoto={() => setPictured(member.registrationId)}
            onSubstitute={() => setLeaving(member.registrationId)}
          />
        ))}
      </ol>
      {members
        .filter(({ registrationId }) => registrationId === pictured)
        .map((member) => (
          <MemberPhotoDialog key={pictured} {...props} member={member} onClose={() => setPictured(undefined)} />
        ))}
      {leaving && <SubstitutionDialog {...props} leaving={leaving} onClose={() => setLeaving(undefined)} />}
    </section>
  );
}
