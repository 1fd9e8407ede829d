import { loadContract } from '@yimen/contracts';
import type { operations } from '@yimen/contracts/intake-gateway';
import { createApp, type HttpLimits, type Identity, type OpenRoutes, type ReadyCheck, type Routes } from '@yimen/http';
import type { Logger } from '@yimen/telemetry';
import type { Express } from 'express';
import { createListCases, createSearchCases } from './cases/lists.ts';
import { createReadCase, createReadResults, createReadTimeline } from './cases/reading.ts';
import { createAcceptCase, createRefuseCase, createRequestCorrection, createWithdrawCase } from './cases/steps.ts';
import { createListItems, createReadItem, listHalls, readMe } from './catalogue/routes.ts';
import { createAdvanceClock, createReadClock } from './clock/routes.ts';
import { mountPassage } from './departments/passage.ts';
import { createCreateStreamTicket, createStreamCase } from './live/stream-case.ts';
import { createReadFile } from './materials/download.ts';
import { createUploadFile } from './materials/upload.ts';
import type { GatewayParts } from './parts.ts';
import { createCorrectCase, createEditCase, createSubmitCase } from './receipt/change-case.ts';
import { createFileCase } from './receipt/file-case.ts';
import { refusals } from './refusals.ts';
import { createTrackCase } from './tracking/track-case.ts';

/** What an app needs beside the parts of its routes. */
export type AppSettings = {
  readonly identity: Identity;
  readonly log: Logger;
  readonly ready?: Readonly<Record<string, ReadyCheck>>;
  readonly limits?: Partial<HttpLimits>;
  readonly trustedProxies?: readonly string[];
};

/** The single window as an Express app; does not listen. */
export const createGateway = (parts: GatewayParts, { identity, log, ...given }: AppSettings): Express =>
  createApp<operations>({
    contract: loadContract('intake-gateway'),
    identity,
    refusals,
    log,
    ...given,
    routes: routesOf(parts),
    openRoutes: openRoutesOf(parts),
    mount: (app) => mountPassage(app, parts.departments),
  });

const routesOf = (parts: GatewayParts): Routes<operations> => ({
  readMe,
  fileCase: createFileCase(parts),
  listCases: createListCases(parts),
  searchCases: createSearchCases(parts),
  readCase: createReadCase(parts),
  editCase: createEditCase(parts),
  submitCase: createSubmitCase(parts),
  correctCase: createCorrectCase(parts),
  acceptCase: createAcceptCase(parts),
  requestCorrection: createRequestCorrection(parts),
  refuseCase: createRefuseCase(parts),
  withdrawCase: createWithdrawCase(parts),
  uploadFile: createUploadFile(parts),
  readFile: createReadFile(parts),
  readTimeline: createReadTimeline(parts),
  readResults: createReadResults(parts),
  createStreamTicket: createCreateStreamTicket(parts),
  advanceClock: createAdvanceClock(parts),
});

const openRoutesOf = (parts: GatewayParts): OpenRoutes<operations> => ({
  listItems: createListItems(parts),
  readItem: createReadItem(parts),
  listHalls,
  trackCase: createTrackCase(parts),
  streamCase: createStreamCase(parts),
  readClock: createReadClock(parts),
  readExchangeKeys: () => ({ status: 200 as const, body: { keys: parts.exchangeKeys.map((key) => ({ ...key })) } }),
});
