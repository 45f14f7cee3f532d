/** What a letter of invitation for a visa says beside what people wrote. */
export const visaLetter = {
  title: "邀请函",
  to: "致有关使馆或领事馆",
  reference: "编号：{reference}",
  date: "日期：{date}",
  invites: "下列人员已获准出席上述会议，特此邀请其与会。",
  name: "姓名：{value}",
  nationality: "国籍：{value}",
  birthDate: "出生日期：{value}",
  functionTitle: "职务：{value}",
  organization: "组织：{value}",
  country: "所代表国家：{value}",
  asks: "如蒙及时签发与会所需签证，我们将不胜感谢。",
  check: "本函是否有效，可通过此二维码或访问 {url} 核验。该页面不显示任何个人信息。如资格被撤销，本函即告失效。",
  signature: "会议秘书处",
};
