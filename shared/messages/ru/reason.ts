import type { Catalogue } from "#shared/messages/catalogue.ts";

export const reason: Catalogue["reason"] = {
  forged: "Этот пропуск выдан не нами.",
  "unknown-key": "Этот пропуск подписан неизвестным нам ключом.",
  "other-conference": "Этот пропуск относится к другой конференции.",
  revoked: "Аккредитация отозвана.",
  withdrawn: "Регистрация отозвана.",
  "not-confirmed": "Место этого лица не подтверждено. Просим направить его на стойку регистрации.",
  replaced: "Этот пропуск заменен более новым.",
  "already-inside": "Это лицо уже внутри.",
  "not-inside": "Вход этого лица не отмечен.",
};
