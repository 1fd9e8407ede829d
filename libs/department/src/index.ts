export { createDepartment, type Department, type DepartmentParts } from './department.ts';
export type { Days } from './dossier/clock.ts';
export type { GivenOutput } from './dossier/state.ts';
export type { DepartmentTopics } from './dossiers.ts';
export type { DepartmentRules, ItemRules, SubmissionFacts } from './exchanges/rules.ts';
export type { Item, Offer, Package } from './items/item.ts';
export { readOffer } from './items/reading.ts';
export { type RunParts, runDepartment } from './running.ts';
export { type DepartmentSettings, readSettings } from './settings.ts';
