export { type BackupOptions, backup } from './backup/backup.ts';
export type { Manifest } from './backup/manifest.ts';
export { loseStore, resume, targetOf } from './drill/disaster.ts';
export { findMongoTools, type MongoTools } from './mongo-tools.ts';
export type { Say, Target } from './platform.ts';
export { type DeadMessage, listDead, replay } from './replay/replay.ts';
export type { Ghost } from './restore/ahead.ts';
export type { RestoreReport } from './restore/report.ts';
export {
  type RestoreOptions,
  type ResumeOptions,
  restore,
  resumeRestore,
  type StockOptions,
  takeStock,
} from './restore/restore.ts';
