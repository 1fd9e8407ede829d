import type { components as Department } from '@yimen/contracts/department';
import type { components } from '@yimen/contracts/intake-gateway';

type Schemas = components['schemas'];

export type Case = Schemas['Case'];
export type CaseAnswer = Schemas['CaseAnswer'];
export type Results = Schemas['Results'];
export type Dossier = Department['schemas']['Dossier'];
