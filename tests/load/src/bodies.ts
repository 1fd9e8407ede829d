import { samples } from '../../journeys/src/samples.ts';

const ZUMIAO_WINDOW = '44060401200001-03';

/** What a window clerk sends to take in the opening of a company: five materials, about 1.2 kB. */
export const intakeBody: string = JSON.stringify({
  item: 'open-company',
  as: 'submitted',
  window: ZUMIAO_WINDOW,
  ...samples['open-company'],
});

/** What the centre's clerk sends to take in and accept the opening of a restaurant in one write. */
export const jointBody: string = JSON.stringify({
  item: 'open-restaurant',
  accept: true,
  window: ZUMIAO_WINDOW,
  ...samples['open-restaurant'],
});
