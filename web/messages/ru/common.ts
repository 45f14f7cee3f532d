import type { Translated } from "../../i18n/catalogue.ts";
import type { common as shape } from "../en/common.ts";

export const common: Translated<typeof shape> = {
  frame: {
    skip: "Перейти к содержанию",
    language: "Язык",
    foot: "Регистрация и аккредитация на межправительственных конференциях",
    signOut: "Выйти",
  },
  common: {
    loading: "Загрузка…",
    retry: "Повторить",
    optional: "необязательно",
    cancel: "Отмена",
    close: "Закрыть",
    back: "Назад",
    choose: "Выберите",
    openList: "Показать список",
    nothingFits: "В списке нет ничего подходящего.",
    colon: ": ",
  },
  error: {
    unreachable: "Нет соединения",
    unreachableDetail: "Введённые данные не потеряны. Повторите попытку, когда появится связь.",
    broken: "На нашей стороне произошла ошибка",
    brokenDetail: "Повторите попытку через некоторое время.",
    summary: "Исправьте следующее",
  },
};
