import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Stack } from '@yimen/local';
import type { MongoTools } from '@yimen/ops';
import { type Answer, type Door, openDoor } from '../door.ts';
import { samples } from '../samples.ts';
import type { Case, CaseAnswer } from '../words.ts';

/** What was acknowledged to somebody: the case, its number, when, and the key it was asked under. */
export interface Acknowledged {
  readonly id: string;
  readonly number: string;
  readonly at: number;
  readonly key: string;
  readonly item: keyof typeof samples;
}

/** A submission as a legacy system has it in its ledger. */
interface Ledger {
  readonly submissions: readonly { readonly key: string }[];
  readonly duplicates: number;
}

/** People at work on a stack of their own. */
export interface District {
  readonly as: (user: string) => Promise<Door>;
  /** Files one case under a key; the same key again is the same wish. */
  readonly file: (item: Acknowledged['item'], key: string) => Promise<Acknowledged>;
  readonly accept: (id: string, officer: string) => Promise<Answer<CaseAnswer>>;
  readonly read: (id: string) => Promise<Answer<Case>>;
  /** Every level of one branch. */
  readonly approve: (id: string, branch: string, roles: readonly string[]) => Promise<void>;
  /** An operator switches L01 off, so that what is for it waits, or on again. */
  readonly switchL01: (on: boolean) => Promise<void>;
  readonly ledger: (system: string) => Promise<Ledger>;
}

const CLERKS: Partial<Record<Acknowledged['item'], string>> = { 'unemployment-benefit-sign-in': 'demo-village-agent' };

/** Opens the doors of a stack. */
export const openDistrict = (stack: Stack): District => {
  const doors = new Map<string, Promise<Door>>();
  const as = (user: string): Promise<Door> => {
    const door = doors.get(user) ?? stack.tokens(user).then((token) => openDoor(stack.urls.gateway, token));
    doors.set(user, door);
    return door;
  };
  const read = async (id: string) => (await as('demo-centre-clerk')).get<Case>(`/cases/${id}`);
  return {
    as,
    read,
    file: async (item, key) => {
      const body = { item, ...samples[item] };
      const filed = await (await as(CLERKS[item] ?? 'demo-window-clerk')).post<CaseAnswer>('/cases', body, {
        'idempotency-key': key,
      });
      if (filed.status !== 201) throw new Error(`filing ${item}: ${filed.status} ${JSON.stringify(filed.body)}`);
      return { id: filed.body.id, number: filed.body.number ?? '', at: Date.now(), key, item };
    },
    accept: async (id, officer) => (await as(officer)).post<CaseAnswer>(`/cases/${id}/accept`),
    approve: async (id, key, roles) => {
      const branch = (await read(id)).body.branches.find((one) => one.key === key);
      const path = `/departments/${branch?.domain}/dossiers/${branch?.dossierId}`;
      for (const role of roles) {
        const door = await as(`demo-${branch?.department}-${role}`);
        for (let tries = 0; (await door.get(path, { prefer: 'wait=10' })).status !== 200; tries++)
          if (tries === 10) throw new Error(`${branch?.dossierId} was never opened`);
        const done = await door.post(`${path}/approve`);
        if (done.status !== 200) throw new Error(`approving ${key}: ${done.status} ${JSON.stringify(done.body)}`);
      }
    },
    switchL01: async (on) => {
      const door = await as('demo-operator');
      const path = '/departments/social-security/systems/L01/switch';
      const { status, body } = await door.put(path, { on, reason: '恢复演练' });
      if (status !== 200) throw new Error(`switching L01: ${status} ${JSON.stringify(body)}`);
    },
    ledger: async (system) => (await openDoor(stack.urls.simulators).get<Ledger>(`/control/${system}/ledger`)).body,
  };
};

/** Gives every system shorter times, from the next start of its service on, so that a drill need not wait for real ones. */
export const hasten = (stack: Stack, services: readonly string[]): void => {
  for (const service of services) {
    const file = join(stack.stateDir, 'secrets', service, 'systems.json');
    const systems = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>;
    const limits = { callMs: 2_000, settleMs: 1_000, pauseMs: 1_000 };
    const hastened = Object.fromEntries(Object.entries(systems).map(([id, one]) => [id, { ...one, limits }]));
    writeFileSync(file, JSON.stringify(hastened), { mode: 0o600 });
  }
};

/** Puts one database of a backup's base back in place of what it has become, as a service with a server of its own would be. */
export const restoreOnly = async (what: {
  readonly url: string;
  readonly tools: MongoTools;
  readonly folder: string;
  readonly database: string;
}): Promise<void> => {
  const args = ['--uri', what.url, '--gzip', '--drop', '--nsInclude', `${what.database}.*`, join(what.folder, 'base')];
  await promisify(execFile)(what.tools.mongorestore, args);
};
