import exec from 'k6/execution';
import http, { type Response } from 'k6/http';
import type { Options } from 'k6/options';
import { personOf } from '../district/people.ts';
import { cycleOf, type Slot } from '../district/shape.ts';
import { record, remark } from './outcome.ts';
import type { Body, Plan, Token } from './plan.ts';
import { thresholds, trendStats } from './thresholds.ts';

declare const __ENV: { readonly PLAN: string };
declare const __VU: number;

const plan: Plan = JSON.parse(open(__ENV.PLAN));
const cycle = cycleOf(plan.skewed);

/** Open arrival: requests come at their rate, whether earlier ones were answered or not. */
export const options: Options = {
  scenarios: {
    mix: {
      executor: 'ramping-arrival-rate',
      timeUnit: '1s',
      startRate: plan.stages[0]?.rate ?? 1,
      preAllocatedVUs: plan.users,
      maxVUs: plan.users,
      stages: plan.stages.flatMap(({ rate, seconds }) => [
        { target: rate, duration: '0s' },
        { target: rate, duration: `${seconds}s` },
      ]),
      gracefulStop: '12s',
    },
  },
  thresholds,
  summaryTrendStats: trendStats,
  discardResponseBodies: true,
  systemTags: ['status'],
};

interface Known {
  readonly id: string;
  readonly by: Token;
  etag?: string;
}

/** What one front end remembers: the cases it filed last, and what waits for a decision. */
const LAST_LIMIT = 20;
const known: Known[] = [];
const open_: { id: string; department: string; url: string }[] = [];

/** Front ends spread over the processes of the gateway. */
const gateway = plan.gateways[__VU % plan.gateways.length] ?? '';

const remember = (id: string, by: Token, domains: Body['branches'], nth: number): void => {
  known.push({ id, by });
  if (known.length > LAST_LIMIT) known.shift();
  for (const { key, domain, department } of domains ?? []) {
    const urls = plan.departments[domain] ?? [];
    open_.push({ id: `${id}.${key}`, department, url: urls[nth % urls.length] ?? '' });
  }
};

for (const [i, seed] of plan.seeds.entries()) {
  if (i % plan.users === (__VU - 1) % plan.users) remember(seed.id, 'centre', plan.bodies[seed.item]?.branches, i);
  else if (known.length < LAST_LIMIT) known.push({ id: seed.id, by: 'centre' });
}

const TIMEOUT = '10s';
const bearer = (by: string): Record<string, string> => ({ authorization: `Bearer ${plan.tokens[by] ?? ''}` });
const asJson = { 'content-type': 'application/json' };

const file = (slot: Slot, nth: number): void => {
  const { op, item = '', by = 'window' } = slot;
  const accepted = op !== 'file';
  const body = plan.bodies[`${item}${accepted ? '' : `@${by}`}`] ?? plan.bodies[item];
  if (!body) throw new Error(`There is no body for ${item}.`);
  const { name, idNumber } = personOf(plan.firstPerson + nth);
  const text = body.text.replace('%NAME%', name).replace('%ID%', idNumber);
  const token: Token = accepted ? 'centre' : by === 'centre' ? 'village' : by === 'kiosk' ? 'citizen' : 'window';
  const answer = http.post(`${gateway}/cases`, text, {
    headers: { ...bearer(token), ...asJson, 'idempotency-key': `${plan.run}-${nth}` },
    timeout: TIMEOUT,
    responseType: 'text',
  });
  const said = answer.status === 201 ? String(answer.body) : undefined;
  if (!record(slot, answer, said) || said === undefined) return;
  const id = /"id":"([^"]+)"/.exec(said)?.[1];
  if (id) remember(id, token, accepted ? body.branches : undefined, nth);
};

const get = (slot: Slot, url: string, by: string, extra: Record<string, string> = {}): Response => {
  const answer = http.get(url, { headers: { ...bearer(by), ...extra }, timeout: TIMEOUT });
  record(slot, answer);
  return answer;
};

const status = (slot: Slot, nth: number): void => {
  const { op } = slot;
  const seen = known[nth % known.length];
  if (!seen) return;
  const path = op === 'timeline' ? `/cases/${seen.id}/timeline` : `/cases/${seen.id}`;
  if (op === 'results') get(slot, `${gateway}/results/${seen.id}`, seen.by);
  else if (op !== 'poll') get(slot, gateway + path, seen.by);
  else {
    const answer = get(slot, gateway + path, seen.by, seen.etag ? { 'if-none-match': seen.etag } : {});
    if (answer.headers['Etag']) seen.etag = answer.headers['Etag'];
  }
};

/** A handler decides; the dossier may be on its way still. Without one at hand it is a look at a status, and told. */
const approve = (slot: Slot, nth: number): void => {
  const dossier = open_.shift();
  if (!dossier) {
    remark('unfed');
    status({ op: 'read', kind: 'read' }, nth);
    return;
  }
  const answer = http.post(`${dossier.url}/dossiers/${dossier.id}/approve`, '{}', {
    headers: { ...bearer(dossier.department), ...asJson, 'idempotency-key': `${plan.run}-${nth}`, prefer: 'wait=5' },
    timeout: TIMEOUT,
  });
  record(slot, answer);
  if (answer.status === 503) open_.push(dossier);
};

/** Where in the cycle somebody is filed who can be looked for by name and number. */
const filings = cycle.flatMap(({ item = '', by = 'window', op }, place) => {
  const body = op === 'file' ? plan.bodies[`${item}@${by}`] : undefined;
  return body?.text.includes('%ID%') ? [place] : [];
});

/** Looks for somebody who was filed a cycle ago, by number and by name in turns. */
const search = (slot: Slot, nth: number): void => {
  const turn = Math.floor(nth / cycle.length);
  const place = filings[turn % filings.length] ?? 0;
  const { name, idNumber } = personOf(plan.firstPerson + Math.max(0, turn - 1) * cycle.length + place);
  const answer = http.post(`${gateway}/cases/search`, JSON.stringify(turn % 2 === 0 ? { idNumber } : { name }), {
    headers: { ...bearer('centre'), ...asJson },
    timeout: TIMEOUT,
    responseType: 'text',
  });
  const filedLongAgo = turn > 1;
  if (record(slot, answer) && filedLongAgo && !String(answer.body).includes('"id"')) remark('unfound');
};

const workList = (slot: Slot, nth: number): void => {
  const turn = Math.floor(nth / cycle.length);
  const [domain, department] = plan.workLists[turn % plan.workLists.length] ?? ['', ''];
  get(slot, `${plan.departments[domain]?.[0] ?? ''}/work-list`, department);
};

/** What each kind of request is, where it is neither a filing nor a look at a status. */
const requests: Readonly<Record<string, (slot: Slot, nth: number) => void>> = {
  approve,
  search,
  'work-list': workList,
  'list-window': (slot) => {
    get(slot, `${gateway}/cases?window=${plan.window}`, 'centre');
  },
  'list-mine': (slot) => {
    get(slot, `${gateway}/cases?mine=true`, 'citizen');
  },
  'list-acceptance': (slot) => {
    get(slot, `${gateway}/cases?acceptance=mine`, 'centre');
  },
};

/** One request of the cycle. */
export default function next(): void {
  const nth = exec.scenario.iterationInTest;
  const slot: Slot = cycle[nth % cycle.length] ?? { op: 'read', kind: 'read' };
  const request = slot.item === undefined ? (requests[slot.op] ?? status) : file;
  request(slot, nth);
}
