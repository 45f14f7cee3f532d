import { useState } from "preact/hooks";
import { call } from "../api/client.ts";
import { announce } from "../kit/announce.ts";
import { ProblemNotice } from "../kit/problem-notice.tsx";
import { useAction } from "../kit/use-async.ts";
import { useTyped } from "../kit/use-kept.ts";
import { MemberPhoto } from "./member-photo.tsx";
import { MemberRow } from "./member-row.tsx";
import { nameOf } from "./names.ts";
import { Substitute } from "./substitute.tsx";
import type { Team } from "./team.ts";
import { useWords } from "./words.ts";

/** Everybody with another place in the list. */
function moved<T>(all: readonly T[], from: number, to: number): T[] {
  const rest = all.filter((_, index) => index !== from);
  const item = all[from];
  return item === undefined ? [...all] : rest.toSpliced(to, 0, item);
}

/** The members in the order in which they are seated; by drag, or by the arrows, which say what they did. */
export function Members(team: Team) {
  const { delegation, token, set } = team;
  const { t, language } = useWords();
  const [pictured, setPictured] = useState<string>();
  const [dragged, setDragged] = useState<number>();
  const { error, run } = useAction();
  const { delegationId, members } = delegation;
  const [leavingId, setLeaving] = useTyped<string | undefined>(`leaving.${delegationId}`, undefined);
  const leaving = members.find(({ registrationId }) => registrationId === leavingId);
  const move = (from: number, to: number) => {
    const member = members[from];
    if (!member || from === to || to < 0 || to >= members.length) return;
    const order = moved(members, from, to);
    set({ ...delegation, members: order });
    announce(t("members.moved", { name: nameOf(member.person), rank: to + 1 }));
    void run(async () => {
      const body = { registrationIds: order.map(({ registrationId }) => registrationId) };
      try {
        set(await call("rankMembers", { params: { delegationId }, body, token, language }));
      } catch (failure) {
        set(delegation);
        throw failure;
      }
    });
  };
  return (
    <section class="sheet stack">
      <h2>{t("members.title")}</h2>
      <p class="soft">{members.length > 0 ? t("members.lead") : t("members.nobody")}</p>
      {error !== undefined && <ProblemNotice error={error} t={t} />}
      <ol class="members">
        {members.map((member, index) => (
          <MemberRow
            key={member.registrationId}
            {...{ member, index, team }}
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
          <MemberPhoto key={pictured} {...team} member={member} onClose={() => setPictured(undefined)} />
        ))}
      {leaving && <Substitute {...team} leaving={leaving} onClose={() => setLeaving(undefined)} />}
    </section>
  );
}
