import type { LegacySystem, SystemStates } from '@yimen/adapter';
import type { CaseFiles, Watch } from '@yimen/case-file';
import type { components, operations } from '@yimen/contracts/department';
import { type ApiRequest, type Caller, decodeCursor, hasRole, type OpenRoutes, pageOf, type Routes } from '@yimen/http';
import { type Clocks, isRefusal, type Refusal, refuse, toInstant } from '@yimen/kernel';
import { type Days, dayOf } from './dossier/clock.ts';
import type { DossierCommand } from './dossier/commands.ts';
import { noSuchDossier, OFFICE_ROLES } from './dossier/relations.ts';
import type { Dossier } from './dossier/state.ts';
import { createSystemView } from './exchanges/systems.ts';
import type { Arrivals, StoredArrival } from './inbound/arrivals.ts';
import type { createDoor } from './inbound/door.ts';
import { type Offer, versionKey } from './items/item.ts';
import type { createMaterials } from './materials/stream.ts';
import { createWorkList } from './work/list.ts';
import { maySee, worksOn } from './work/officer.ts';
import { createTakeStep, tagOf } from './work/steps.ts';
import { createTimeline, createView } from './work/view.ts';

/** What the routes of a department stand on. */
export interface RouteParts {
  readonly offer: Offer;
  readonly files: CaseFiles<Dossier, DossierCommand>;
  readonly watch: Watch<Dossier>;
  readonly clocks: Clocks;
  readonly days: Days;
  readonly systems: ReadonlyMap<string, LegacySystem>;
  readonly states: SystemStates;
  readonly arrivals: Arrivals;
  readonly door: ReturnType<typeof createDoor>;
  readonly materials: ReturnType<typeof createMaterials>;
  /** A switch was turned or an exchange settled: the runner looks again. */
  readonly nudge: (system?: string) => void;
}

const NOT_FOUND = noSuchDossier();
const notYours = (): Refusal => refuse('step-not-yours', 'This is not for your role.');

/** Handlers of every operation that needs a token. */
export const createRoutes = (parts: RouteParts): Routes<operations> => ({
  ...workRoutes(parts),
  ...stepRoutes(parts),
  ...systemRoutes(parts),
});

const workRoutes = (parts: RouteParts): Routes<operations> => {
  const { files, watch, offer, clocks, days } = parts;
  const workList = createWorkList(files);
  const view = createView({
    files,
    itemOf: (item) => offer.items.get(versionKey(item)),
    days,
    today: () => dayOf(toInstant(clocks.business())),
  });
  const timeline = createTimeline(files);
  const find = async (id: string, caller: Caller) => {
    const file = await files.load(id);
    return file && maySee(caller, file.state) ? file : undefined;
  };
  return {
    workList: async ({ query, caller }) => {
      const page = await workList(query, caller);
      return isRefusal(page) ? page : { status: 200, body: page };
    },
    listItems: () => ({ status: 200, body: listOf(offer) }),
    readDossier: async ({ params, caller, waitMs, headers, signal }) => {
      const known = headers['If-None-Match'];
      // one out of sight is waited for like one that does not exist, or the time would tell that it does
      const isNews = (file: Awaited<ReturnType<typeof files.load>>) =>
        file !== undefined && maySee(caller, file.state) && tagOf(file) !== known;
      const file = waitMs > 0 ? await watch.until(params.id, isNews, { waitMs, signal }) : await files.load(params.id);
      const body = file && maySee(caller, file.state) ? await view(file, caller) : undefined;
      return file && body ? { status: 200, headers: { ETag: tagOf(file) }, body } : NOT_FOUND;
    },
    readTimeline: async ({ params, caller }) => {
      const file = await find(params.id, caller);
      return file ? { status: 200, body: await timeline(file, caller) } : NOT_FOUND;
    },
    readMaterial: async ({ params, caller, signal }) => {
      const file = await find(params.id, caller);
      if (file && !worksOn(caller, file.state)) return refuse('material-unknown', 'The dossier has no such file.');
      const found = file ? await parts.materials(file.state, params.fileId, signal) : NOT_FOUND;
      return isRefusal(found) ? found : { status: 200, ...found };
    },
  };
};

const listOf = ({ items, packages }: Offer): components['schemas']['ItemList'] => ({
  items: [...items.values()].map(({ code, version, name, department }) => ({ code, version, name, department })),
  packages: [...packages.values()].map(({ code, version, name, lead }) => ({ code, version, name, department: lead })),
});

const stepRoutes = (parts: RouteParts): Routes<operations> => {
  const take = createTakeStep(parts);
  type Step = Parameters<typeof take>[1] & { readonly body: object | undefined };
  return {
    claim: (request: Step) => take('claim', request, {}),
    approve: (request: Step) => take('approve', request, request.body),
    refuse: (request: Step) => take('refuse', request, request.body),
    sendBack: (request: Step) => take('send-back', request, request.body),
    stopClock: (request: Step) => take('stop-clock', request, request.body),
    resumeClock: (request: Step) => take('resume-clock', request, request.body),
    extend: (request: Step) => take('extend', request, request.body),
    settleExchange: (request: Step) => take('settle-exchange', request, request.body),
  };
};

const systemRoutes = (parts: RouteParts): Routes<operations> => {
  const { systems, states, arrivals, clocks, nudge } = parts;
  const view = createSystemView(parts);
  return {
    listSystems: async ({ caller }) => {
      if (!isInside(caller)) return notYours();
      const all = await Promise.all([...systems.keys()].map(view));
      return { status: 200, body: { systems: all.flatMap((one) => (one ? [one] : [])) } };
    },
    switchSystem: async ({ params, body, caller }) => {
      if (!isInside(caller) || !hasRole(caller, 'operator')) return notYours();
      const off = { since: toInstant(clocks.system()), by: caller.name ?? caller.subject, reason: body.reason };
      if (systems.has(params.system)) await states.setSwitch(params.system, body.on ? undefined : off);
      const now = await view(params.system);
      if (!now) return refuse('system-unknown', `This service does not speak to ${params.system}.`);
      nudge(params.system);
      return { status: 200, body: now };
    },
    listArrivals: async ({ query, caller }) => {
      if (!isInside(caller)) return notYours();
      const seen = [...systems.values()]
        .filter(({ adapter }) => hasRole(caller, 'operator') || adapter.department === caller.department)
        .map(({ adapter }) => adapter.id)
        .filter((id) => query.system === undefined || id === query.system);
      return pageOfArrivals(query, seen, arrivals);
    },
  };
};

const isInside = (caller: Caller): boolean =>
  caller.kind === 'officer' && !caller.outsourced && hasRole(caller, 'operator', ...OFFICE_ROLES);

const pageOfArrivals = async (
  query: ApiRequest<operations['listArrivals']>['query'],
  systems: readonly string[],
  arrivals: Arrivals,
) => {
  const limit = query.limit ?? 20;
  const before = query.cursor === undefined ? undefined : decodeCursor(query.cursor, ['string', 'string']);
  if (isRefusal(before)) return before;
  const rows = await arrivals.list({
    systems,
    limit: limit + 1,
    ...(query.status === undefined ? {} : { status: query.status }),
    ...(before ? { before: { receivedAt: before[0], id: before[1] } } : {}),
  });
  const page = pageOf(rows, limit, ({ receivedAt, _id }) => [receivedAt, _id]);
  return {
    status: 200 as const,
    body: { arrivals: page.rows.map(arrivalView), ...(page.next === undefined ? {} : { next: page.next }) },
  };
};

const arrivalView = (arrival: StoredArrival): components['schemas']['ArrivalList']['arrivals'][number] => {
  const {
    _id: id,
    system,
    form,
    status,
    receivedAt,
    bytes,
    digest,
    attempts,
    dossier,
    reason,
    unintelligible,
  } = arrival;
  const why = unintelligible ?? (status === 'matched' ? undefined : reason);
  return {
    id,
    system,
    form,
    status,
    receivedAt,
    bytes,
    sha256: digest,
    attempts,
    ...(dossier === undefined ? {} : { dossier }),
    ...(why === undefined ? {} : { reason: why }),
  };
};

/** Handlers of the inbound door: who asks is for each system's adapter to tell. */
export const createOpenRoutes = ({ door }: RouteParts): OpenRoutes<operations> => {
  const receive = async ({ params, raw }: Pick<ApiRequest<operations['receiveArrival']>, 'params' | 'raw'>) => {
    const reply = await door(params.system, raw);
    if (isRefusal(reply)) return reply;
    // the status is the system's own protocol's, which the contract leaves open
    return { status: reply.status as 200, stream: reply.body, type: reply.contentType };
  };
  return { receiveArrival: receive, receiveSoapArrival: receive };
};
