export type { BranchToOpen, GatewaySide } from './gateway.ts';
export { type Stage, type StageParts, setStage } from './stage.ts';
export { misfitOfSubmission, type SubmissionSample } from './submissions.ts';
export type { Surroundings } from './surroundings.ts';
