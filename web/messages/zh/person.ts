import type { Translated } from "../../i18n/catalogue.ts";
import type { person as shape } from "../en/person.ts";

export const person: Translated<typeof shape> = {
  common: {
    yes: "是",
  },
  gender: {
    female: "女",
    male: "男",
    other: "其他",
    undisclosed: "不愿透露",
  },
  role: {
    "head-of-delegation": "代表团团长",
    delegate: "代表",
    speaker: "发言人",
    moderator: "主持人",
    observer: "观察员",
    staff: "工作人员",
  },
  hint: {
    email: "有关注册的所有消息都会发送到此地址。",
    nameOnBadge: "如需与姓名不同，请填写。",
    birthDate: "与护照或身份证件一致。",
  },
  label: {
    needs_accessibility: "参会所需的便利（无障碍设施、协助）",
    needs_diet: "饮食要求",
    needs_visaLetter: "我需要签证申请函",
    consent_listOfParticipants: "我的姓名、职务和所属组织可列入公布的与会者名单。",
    consent_photo: "我可以出现在会议的照片和录像中。",
  },
};
