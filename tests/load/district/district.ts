/**
 * The district whose Monday morning is played: everything about the shape of the load stands here and nowhere else.
 * Figures are published ones of five places (Wuhan East Lake, Haicang, Foshan); those marked `assumed` are ours.
 */
export const district = {
  /** East Lake, 2015. */
  casesPerYear: 7_600_000,
  /** Working days of a year; assumed. */
  workingDays: 250,
  /** Places that take cases in, and cases each takes in a day (assumed so that a year gives the sum above). */
  places: {
    window: { count: 92, casesPerDay: 80 }, // Haicang
    centre: { count: 759, casesPerDay: 20 }, // Foshan: city, district, town and village centres
    kiosk: { count: 800, casesPerDay: 10 }, // Foshan: 市民之窗, and the web
  },
  /** A Monday against a mean day, and the share of a day in its busiest hour; assumed. */
  mondayFactor: 1.3,
  busiestHourShare: 0.2,
  /** Of 250 requests, how many are what: 20 % intake, 8 % decisions, 70 % status reads, 2 % lists and search. */
  requests: { intake: 50, decision: 20, read: 175, list: 5 },
  /** Of the intake, how many are packages of five branches, accepted at once; they feed the decisions. */
  jointOfIntake: 4,
  /** What else is filed where. */
  filed: {
    window: ['open-company', 'food-business-permit', 'open-company', 'signboard-record'],
    centre: ['move-within-city', 'school-district-record', 'unemployment-benefit-sign-in', 'insurance-address-change'],
    kiosk: ['school-transfer', 'insurance-address-change', 'move-within-city'],
  },
  /** How a status is read; of the 175. */
  reads: { read: 100, poll: 50, timeline: 15, results: 10 },
  lists: ['list-window', 'list-mine', 'list-acceptance', 'search', 'work-list'],
  /** In the soak one department has so many times its share: its single items are accepted besides. */
  heavy: { department: 'food-drug', item: 'food-business-permit', times: 7 },
} as const;
