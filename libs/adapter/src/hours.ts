/** When a system is open, in China Standard Time (UTC+8, no summer time). `open` < `close`, both `HH:MM`. */
export interface Hours {
  readonly open: string;
  readonly close: string;
  /** Days of the month on which it stays closed all day; negative ones count from its end, -1 is the last day. */
  readonly closedDays?: readonly number[];
}

const CHINA_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Days that are searched for the next opening: more than any month-end closing. */
const SEARCH_DAYS = 40;

const minutes = (text: string): number => {
  const [hour = '0', minute = '0'] = text.split(':');
  return Number(hour) * 60 + Number(minute);
};

const startOfDay = (business: number): number => Math.floor((business + CHINA_MS) / DAY_MS) * DAY_MS - CHINA_MS;
const isClosedDay = ({ closedDays = [] }: Hours, business: number): boolean => {
  const date = new Date(business + CHINA_MS);
  const day = date.getUTCDate();
  const lastDay = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  return closedDays.includes(day) || closedDays.includes(day - lastDay - 1);
};

/** The calendar day in China, `YYYY-MM-DD`, of a business instant: what daily quotas are counted by. */
export const businessDay = (business: number): string => new Date(business + CHINA_MS).toISOString().slice(0, 10);

/** Milliseconds until the system opens: 0 when it is open now. Business clock in, duration out. */
export const opensInMs = (hours: Hours | undefined, business: number): number => {
  if (!hours) return 0;
  for (let day = 0; day < SEARCH_DAYS; day++) {
    const midnight = startOfDay(business) + day * DAY_MS;
    if (isClosedDay(hours, midnight)) continue;
    const opens = midnight + minutes(hours.open) * MINUTE_MS;
    const closes = midnight + minutes(hours.close) * MINUTE_MS;
    if (business < opens) return opens - business;
    if (business < closes) return 0;
  }
  return SEARCH_DAYS * DAY_MS;
};
