import type { Translated } from "../../i18n/catalogue.ts";
import type { staff as shape } from "../en/staff.ts";

export const staff: Translated<typeof shape> = {
  staff: {
    title: "دخول الموظفين",
    email: "البريد الإلكتروني",
    password: "كلمة المرور",
    signIn: "تسجيل الدخول",
    newPassword: "اختاروا كلمة مرور خاصة بكم",
    newPasswordHint:
      "15 رمزًا على الأقل، من أحرف لاتينية صغيرة وكبيرة ورقم وعلامة. لا تستخدموا كلمة مرور تستعملونها في مكان آخر.",
    code: "الرمز من تطبيق المصادقة",
    go: "متابعة",
    wrong: "البريد الإلكتروني أو كلمة المرور غير صحيحة.",
    wrongCode: "هذا الرمز غير صحيح أو لم يعد صالحًا.",
    weakPassword: "كلمة المرور هذه ليست قوية بما يكفي.",
    notYours: "حسابكم لا يتيح الدخول إلى هذه الصفحة.",
    signedInAs: "تم الدخول باسم {email}",
  },
};
