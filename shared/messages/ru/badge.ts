/** What stands on a badge beside what people wrote. */
export const badge = {
  files: "Пропуска",
  serial: "Номер {serial}",
  role: {
    "head-of-delegation": "Глава делегации",
    delegate: "Делегат",
    speaker: "Докладчик",
    moderator: "Модератор",
    observer: "Наблюдатель",
    staff: "Сотрудник",
  },
};
