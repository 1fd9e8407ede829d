import { samples } from '../../../journeys/src/samples.ts';
import { type Chance, pick } from '../platform/chance.ts';

const WINDOW = '44060401200001-03';
/** Whose cases they are: the load looks at them with this login's eyes. */
export const APPLICANT = 'demo-citizen';

/** What is filed, and by whom. */
export interface Paper {
  readonly kind: 'restaurant' | 'company' | 'draft';
  readonly by: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const phoneOf = (chance: Chance): string => `139${String(Math.floor(chance() * 1e8)).padStart(8, '0')}`;

/** A restaurant that no other has the name of; received and accepted in one write, decided by officers only. */
const restaurant = (name: string, chance: Chance): Paper => {
  const { applicant, form, ...rest } = samples['open-restaurant'];
  return {
    kind: 'restaurant',
    by: 'demo-centre-clerk',
    body: {
      item: 'open-restaurant',
      accept: true,
      window: WINDOW,
      ...rest,
      applicant: { ...applicant, phone: phoneOf(chance), subject: APPLICANT },
      form: { ...form, shop: { ...form.shop, name, seats: 10 + Math.floor(chance() * 90) } },
    },
  };
};

/** A company that no other has the name of; its branches ask four legacy systems. */
const company = (name: string, chance: Chance): Paper => {
  const { applicant, form, ...rest } = samples['open-company'];
  return {
    kind: 'company',
    by: pick(chance, ['demo-window-clerk', 'demo-centre-clerk']),
    body: {
      item: 'open-company',
      as: 'submitted',
      window: WINDOW,
      ...rest,
      applicant: { ...applicant, phone: phoneOf(chance), subject: APPLICANT },
      form: { ...form, company: { ...form.company, name }, employees: 1 + Math.floor(chance() * 9) },
    },
  };
};

/** The same by the applicant at home: a draft first, then the files, then it is handed in. */
const draft = (name: string, chance: Chance): Paper => {
  const { body } = company(name, chance);
  const { window: _, applicant, ...rest } = body;
  const { subject: _login, ...own } = applicant as Record<string, unknown>;
  return { kind: 'draft', by: APPLICANT, body: { ...rest, as: 'draft', applicant: own } };
};

/** A small picture that no other journey uploads. */
export const pictureOf = (journey: string): Buffer<ArrayBuffer> =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.from(journey.repeat(200))]);

/** Of companies, so many are filed from home. */
const DRAFTS = 0.3;

/** A company that is handed in at a window. */
export const silentPaperOf = (journey: string, chance: Chance): Paper =>
  company(`佛山市禅城区${journey}五金有限公司`, chance);

/** The paper of one journey; `companies` is the share that goes to legacy systems. */
export const paperOf = (journey: string, companies: number, chance: Chance): Paper => {
  if (chance() >= companies) return restaurant(`阿秀饭店${journey}`, chance);
  const name = `佛山市禅城区${journey}五金有限公司`;
  return chance() < DRAFTS ? draft(name, chance) : company(name, chance);
};
