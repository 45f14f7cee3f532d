import type { Translated } from "../../i18n/catalogue.ts";
import type { staff as shape } from "../en/staff.ts";

export const staff: Translated<typeof shape> = {
  staff: {
    title: "Вход для сотрудников",
    email: "Адрес электронной почты",
    password: "Пароль",
    signIn: "Войти",
    newPassword: "Задайте собственный пароль",
    newPasswordHint:
      "Не менее 15 знаков: строчные и прописные буквы, цифра и символ. Не тот пароль, которым вы пользуетесь где-то ещё.",
    code: "Код из приложения-аутентификатора",
    go: "Продолжить",
    wrong: "Неверный адрес электронной почты или пароль.",
    wrongCode: "Код неверен или больше не действителен.",
    weakPassword: "Пароль недостаточно надёжен.",
    notYours: "У вашей учётной записи нет доступа к этой странице.",
    signedInAs: "Вы вошли как {email}",
  },
};
