import { describe, expect, it } from 'vitest';
import { createCompiler, loadContract } from '../../libs/contracts/src/index.ts';
import { isRefusal, type JsonObject, type Refusal } from '../../libs/kernel/src/index.ts';
import { type Parted, partPaper } from '../../services/intake-gateway/src/receipt/filing.ts';
import type { Sample } from '../journeys/src/samples/sample.ts';
import { samples } from '../journeys/src/samples.ts';
import { intakeBody, jointBody } from '../load/src/bodies.ts';
import { breaches, type Change, occasions } from './breaches.ts';
import { catalogueOfAll, everything } from './offers.ts';

const catalogue = catalogueOfAll();
const seam = {
  catalogue,
  keyring: { blindIndex: (kind: string, value: string) => `${kind} of ${value.length}` },
  asker: {
    kind: 'officer',
    subject: 'clerk',
    roles: ['window-clerk'],
    division: '440604',
    outsourced: false,
    centre: true,
  },
  today: '2026-03-02',
} as const;

const handIn = (code: string, { applicant, form, materials }: Sample): Parted | Refusal => {
  const subject = catalogue.find(code);
  if (!subject) throw new Error(`nobody offers ${code}`);
  return partPaper(seam, subject, { applicant, form: form as JsonObject, materials }, true);
};

/** The sample of a code with other values at some of its places. */
const changed = ([code, , changes]: Change): Sample => {
  const sample: Sample = structuredClone(samples[code]);
  for (const [pointer, value] of Object.entries(changes)) {
    const steps = pointer.split('/').slice(1);
    const last = steps.pop() ?? '';
    Reflect.set(
      steps.reduce<object>((at, step) => Reflect.get(at, step), sample),
      last,
      value,
    );
  }
  return sample;
};

const refusalOf = (code: string, sample: Sample) => {
  const answer = handIn(code, sample);
  const { refusal, params = {} } = isRefusal(answer) ? answer : { refusal: 'none' };
  return { code, refusal, params };
};

describe('the sample of every item and package', () => {
  it('is there', () => {
    expect(Object.keys(samples).toSorted()).toEqual(everything.map(({ code }) => code).toSorted());
  });

  it('is received at the gateway as it is', () => {
    for (const [code, sample] of Object.entries(samples)) {
      const answer = handIn(code, sample);
      expect([code, isRefusal(answer) ? answer : 'received']).toEqual([code, 'received']);
    }
  });

  it('leaves nothing personal in what is kept in clear', () => {
    for (const [code, sample] of Object.entries(samples)) {
      const answer = handIn(code, sample);
      if (isRefusal(answer)) throw new Error(answer.message);
      const clear = JSON.stringify(answer.filing.form);
      expect([code, /[0-9]{17}[0-9X]/.exec(clear), /"1[3-9][0-9]{9}"/.exec(clear)]).toEqual([code, null, null]);
      const names = Object.entries(answer.personal['form'] as JsonObject).filter(([at]) => at.endsWith('/name'));
      expect([code, names.filter(([, name]) => clear.includes(`"${String(name)}"`))]).toEqual([code, []]);
    }
  });
});

describe('an intake rule', () => {
  it('refuses what breaks it', () => {
    for (const breach of breaches) {
      const { refusal, params } = refusalOf(breach[0], changed(breach));
      const named = [params['rule'], ...((params['others'] ?? []) as string[])].includes(breach[1]);
      expect([...breach.slice(0, 2), refusal, named]).toEqual([breach[0], breach[1], 'rule-not-met', true]);
    }
  });

  it('is broken here at least once, whichever it is', () => {
    const broken = new Set(breaches.map(([code, rule]) => `${code}: ${rule}`));
    const rules = everything.flatMap(({ code, rules: all = [] }) => all.map((rule) => `${code}: ${rule.code}`));
    expect(rules.filter((rule) => !broken.has(rule))).toEqual([]);
  });
});

describe('a material that is asked for at times', () => {
  it('is missed when it is', () => {
    for (const occasion of occasions) {
      const [code, material] = occasion;
      const sample = changed(occasion);
      const materials = sample.materials.filter((one) => one.code !== material);
      const { refusal, params } = refusalOf(code, { ...sample, materials });
      expect([code, refusal, params['materials']]).toEqual([code, 'materials-missing', [material]]);
    }
  });

  it('is missed here at least once, whichever it is', () => {
    const missed = new Set(occasions.map(([code, material]) => `${code}: ${material}`));
    const all = everything.flatMap(({ code, materials }) =>
      materials.filter(({ requiredWhen }) => requiredWhen !== undefined).map((one) => `${code}: ${one.code}`),
    );
    expect(all.filter((one) => !missed.has(one))).toEqual([]);
  });
});

describe('a body of the benches', () => {
  const check = createCompiler(loadContract('intake-gateway').document)('/components/schemas/NewCase');

  it('is a case as the contract wants it', () => {
    expect([check(JSON.parse(intakeBody)), check(JSON.parse(jointBody))]).toEqual([undefined, undefined]);
    expect(JSON.parse(intakeBody)).toMatchObject({ item: 'open-company', as: 'submitted' });
    expect(JSON.parse(jointBody)).toMatchObject({ item: 'open-restaurant', accept: true });
  });

  it('has the size of a real one', () => {
    expect(JSON.parse(intakeBody).materials).toHaveLength(5);
    expect(Buffer.byteLength(intakeBody)).toBeGreaterThan(1_100);
    expect(Buffer.byteLength(intakeBody)).toBeLessThan(1_400);
  });
});
