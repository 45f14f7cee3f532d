import type { Translated } from "../../i18n/catalogue.ts";
import type { delegationWords as shape } from "../en/delegation-words.ts";

export const delegationWords: Translated<typeof shape> = {
  delegation: {
    title: "Моя делегация",
    none: "Ваша ссылка не открывает делегацию. Запросите новую на странице конференции.",
    toMine: "К моей регистрации",
  },
  status: {
    requested: "Запрошена",
    accredited: "Аккредитована",
    refused: "Не аккредитована",
  },
  quota: {
    title: "Места",
    used: "Занято {held} из {quota, plural, one {# места} other {# мест}}",
    free: "Занято мест: {held}; у вашей делегации нет собственной квоты",
    waiting: "Ожидают места: {count}",
  },
  members: {
    title: "Члены делегации в вашем порядке",
    lead: "Освободившиеся места переходят вашим членам в этом порядке. Перетащите строку или используйте стрелки.",
    nobody: "Пока никто не назначен.",
    up: "Поднять: {name}",
    down: "Опустить: {name}",
    moved: "{name}: теперь номер {rank}.",
    photo: "Фото",
    photoOf: "Фото: {name}",
    missing: "Не хватает:",
    complete: "Всё есть",
  },
  missing: {
    photo: "фотография",
    letter: "имя в письме",
    correction: "исправление",
  },
  substitute: {
    ask: "Заменить",
    askFor: "Заменить: {name}",
    title: "Кто приедет вместо: {name}?",
    means: "Новый человек получает очередь и место. Регистрация выбывшего отзывается, его бейдж теряет силу.",
    do: "Заменить",
  },
  nominate: {
    title: "Назначить",
    lead: "По строке на человека, в нужном порядке. Строки из электронной таблицы можно вставить в первую ячейку.",
    email: "Почта (необязательно: иначе письма вам)",
    cell: "{field}, строка {row}",
    add: "Добавить строку",
    remove: "Удалить строку {row}",
    row: "Строка {row}",
    send: "{count, plural, =0 {Назначить} one {Назначить # человека} few {Назначить # человек} other {Назначить # человек}}",
    done: "Назначено человек: {count}.",
  },
  letters: {
    version: "Версия {version}, {date}",
    read: "Прочитано секретариатом",
    unread: "Ещё не прочитано",
  },
};
