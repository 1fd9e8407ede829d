/** A day of the civil calendar in Asia/Shanghai, `YYYY-MM-DD`; compares as text. */
export type LocalDate = string;

/** Tells a real day, written `YYYY-MM-DD`, from any other text; reads no time zone. */
export const isLocalDate = (text: string): text is LocalDate => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts) return false;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  return month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month);
};

const lengthOfMonth = (year: number, month: number): number => {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};
