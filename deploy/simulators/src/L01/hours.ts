const CHINA_MS = 8 * 3_600_000;
const OPENS_AT = 7;
const CLOSES_AT = 22;
const SETTLEMENT_DAYS = 3;

/** Closed from 22:00 to 07:00, and on the last three days of a month, when accounts are settled. */
export const isClosed = (business: number): boolean => {
  const china = new Date(business + CHINA_MS);
  const lastDay = new Date(Date.UTC(china.getUTCFullYear(), china.getUTCMonth() + 1, 0)).getUTCDate();
  const hour = china.getUTCHours();
  return hour < OPENS_AT || hour >= CLOSES_AT || china.getUTCDate() > lastDay - SETTLEMENT_DAYS;
};
