import { useState } from "preact/hooks";
import { Button } from "../kit/button.tsx";
import { Tag, Tags, type Tone } from "../kit/notice.tsx";
import { nameOf } from "./names.ts";
import type { Member, Team } from "./team.ts";
import { useWords } from "./words.ts";

interface Props {
  readonly member: Member;
  readonly index: number;
  readonly last: boolean;
  readonly team: Team;
  readonly onMove: (to: number) => void;
  readonly onDrag: () => void;
  readonly onDrop: () => void;
  readonly onPhoto: () => void;
  readonly onSubstitute: () => void;
}

const tones: Readonly<Partial<Record<Member["accreditation"], Tone>>> = {
  approved: "success",
  returned: "warning",
  pending: "info",
};

/** What a member still has to supply. */
function missingFrom({ documents, onLetter, accreditation, category }: Member, { conference }: Team) {
  const needs = conference.categories.find((each) => each.category === category)?.needs ?? [];
  const missing: ("photo" | "letter" | "correction")[] = [];
  if (needs.includes("photo") && documents?.photo === undefined) missing.push("photo");
  if (onLetter === false) missing.push("letter");
  if (accreditation === "returned") missing.push("correction");
  return missing;
}

export function MemberRow({ member, index, last, team, onMove, onDrag, onDrop, onPhoto, onSubstitute }: Props) {
  const { t } = useWords();
  const [isOver, setOver] = useState(false);
  const name = nameOf(member.person);
  const missing = missingFrom(member, team);
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
          <Tag tone={tones[member.accreditation]}>{t(`accreditation.${member.accreditation}`)}</Tag>
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
