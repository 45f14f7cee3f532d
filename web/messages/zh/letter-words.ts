import type { Translated } from "../../i18n/catalogue.ts";
import type { letter as shape } from "../en/letter-words.ts";

export const letter: Translated<typeof shape> = {
  title: "邀请函",
  valid: { title: "此函有效", detail: "持函人已获准出席下列会议。" },
  revoked: { title: "此函已失效", detail: "此函已被新函取代，或资格已被撤销。" },
  unknown: { title: "查无此函", detail: "请再次扫描二维码。如仍显示本页，则此函并非由我们签发。" },
  compare: "本页不显示任何个人信息。请将会议及日期与函件核对。",
};
