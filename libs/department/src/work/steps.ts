import { exchangeKey } from '@yimen/adapter';
import type { CaseFile, CaseFiles, Watch } from '@yimen/case-file';
import type { components, operations } from '@yimen/contracts/department';
import { type ApiRequest, type Caller, etagOf } from '@yimen/http';
import { type Clocks, isRefusal, type JsonObject, type Refusal, toInstant } from '@yimen/kernel';
import { splitPersonal } from '@yimen/personal-data';
import type { DossierCommand, OfficerStep } from '../dossier/commands.ts';
import type { OfficerStepName } from '../dossier/flow.ts';
import { noSuchDossier } from '../dossier/relations.ts';
import type { Dossier, GivenOutput } from '../dossier/state.ts';
import { stepMarks } from './marks.ts';
import { actorOf, claimsOf, maySee } from './officer.ts';

/** What steps need. */
export interface StepParts {
  readonly files: CaseFiles<Dossier, DossierCommand>;
  readonly watch: Watch<Dossier>;
  readonly clocks: Clocks;
}

type StepReply = {
  readonly status: 200;
  readonly headers: { readonly ETag: string };
  readonly body: components['schemas']['StepAnswer'];
};
type Asked = Pick<ApiRequest<operations['claim']>, 'params' | 'caller' | 'ifMatch' | 'idempotencyKey' | 'digest'> &
  Pick<ApiRequest<operations['claim']>, 'waitMs' | 'signal'>;

/** Takes one officer's step through the one door; with `Prefer: wait` also on a dossier that is about to be opened. */
export const createTakeStep =
  ({ files, watch, clocks }: StepParts) =>
  async (step: OfficerStepName, request: Asked, body: object | undefined): Promise<StepReply | Refusal> => {
    const { params, caller, ifMatch, idempotencyKey, waitMs, signal } = request;
    const { plain, personal } = splitPersonal(stepMarks[step], (body ?? {}) as JsonObject);
    const take = () =>
      files.handle(
        params.id,
        commandOf(step, params.id, caller, plain, clocks),
        { id: `http:${caller.subject}:${step}:${params.id}:${idempotencyKey}`, digest: request.digest() },
        { ...(ifMatch === undefined ? {} : { ifMatch }), ...(Object.keys(personal).length > 0 ? { personal } : {}) },
      );
    const takeWhenThere = async () => {
      const ear = watch.listen(params.id); // before looking, or the opening is missed
      try {
        const outcome = await take();
        if (!isRefusal(outcome) || outcome.refusal !== 'not-found') return outcome;
        // one out of sight is waited for like one that does not exist, or the time would tell that it does
        const isThere = (file: CaseFile<Dossier> | undefined) => file !== undefined && maySee(caller, file.state);
        return (await watch.wait(params.id, ear, isThere, { waitMs, signal })) ? await take() : outcome;
      } finally {
        ear.end();
      }
    };
    const outcome = await (waitMs > 0 ? takeWhenThere() : take());
    if (isRefusal(outcome)) return asOutOfSight(outcome);
    const { id, answer, revision, file } = outcome;
    return {
      status: 200,
      headers: { ETag: tagOf({ revision, version: file?.version ?? 0 }) },
      body: { id, ...(answer as Omit<StepReply['body'], 'id'>) },
    };
  };

/** The ETag of a dossier: a system's answer and a clock's signal are news too, though nobody edits by them. */
export const tagOf = ({ revision, version }: Pick<CaseFile<Dossier>, 'revision' | 'version'>): string =>
  etagOf(revision, version);

/** What does not exist reads like what is out of sight. */
const asOutOfSight = (refusal: Refusal): Refusal => (refusal.refusal === 'not-found' ? noSuchDossier() : refusal);

type Fields<Step extends OfficerStepName> = Omit<
  Extract<OfficerStep, { step: Step }>,
  'step' | 'actor' | 'at' | 'claims' | 'systemAt' | 'exchangeKey'
>;

const commandOf = (
  step: OfficerStepName,
  dossierId: string,
  caller: Caller,
  body: object,
  clocks: Clocks,
): OfficerStep => {
  const common = { actor: actorOf(caller), at: toInstant(clocks.business()), claims: claimsOf(caller) };
  const systemAt = toInstant(clocks.system());
  switch (step) {
    case 'approve': {
      const { outputs = [] } = body as { outputs?: readonly GivenOutput[] };
      return { ...common, step, outputs, exchangeKey: exchangeKey(dossierId, 1), systemAt };
    }
    case 'settle-exchange': {
      const { exchange, data, ...rest } = body as Omit<Fields<'settle-exchange'>, 'exchange'> & { exchange: number };
      const facts = data === undefined ? {} : { data: data as JsonObject };
      return { ...common, step, ...rest, ...facts, exchange: String(exchange), systemAt };
    }
    default:
      return { ...common, step, ...body } as OfficerStep;
  }
};
