import type { Catalogue } from "#shared/messages/catalogue.ts";

export const field: Catalogue["field"] = {
  category: "类别",
  person: "个人资料",
  "person.honorific": "称谓",
  "person.givenName": "名",
  "person.familyName": "姓",
  "person.email": "电子邮件地址",
  "person.nameOnBadge": "胸卡上的姓名",
  "person.nationality": "国籍",
  "person.gender": "性别",
  "person.birthDate": "出生日期",
  "person.passportNumber": "护照号码",
  country: "所代表的国家",
  organization: "组织",
  functionTitle: "职务",
  role: "角色",
  sessions: "场次",
  language: "语文",
  needs: "特殊需要",
  consent: "同意",
};
