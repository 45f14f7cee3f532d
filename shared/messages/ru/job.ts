import type { Catalogue } from "#shared/messages/catalogue.ts";

export const job: Catalogue["job"] = {
  "gave-up":
    "У нас произошёл сбой, и мы о нём знаем. Уже сделанное остаётся в силе; тот же файл можно отправить ещё раз.",
  "not-allowed": "Тот, кто это запросил, больше не имеет на это права.",
  "sheet-unreadable": "Таблицу нельзя прочитать.",
  "sheet-columns": "Заголовки не такие, как в образце.",
};
