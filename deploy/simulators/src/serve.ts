import { setTimeout as pause } from 'node:timers/promises';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import { brokenReply, type FaultOrder } from './faults.ts';
import type { Stage } from './simulators.ts';
import type { Incoming, Outgoing } from './wire.ts';

const BODY_LIMIT = '2mb';
const SLOW_MS = 1_000;

/** The door of one system, with whatever fault it is under. */
export const serve = (stage: Stage, ending: AbortSignal): RequestHandler => {
  const router = Router();
  router.use(express.raw({ type: () => true, limit: BODY_LIMIT }));
  router.use(async (request, response) => {
    const incoming = incomingOf(request);
    const fault = stage.world.faults.meet(stage.running.kindOf(incoming));
    if (fault?.mode === 'down') return void request.socket.destroy();
    if (fault?.mode === 'timeout') return;
    const broken = fault && brokenReply(fault.mode);
    if (broken) return send(response, broken);
    await serveWith(fault, stage, incoming, request, response, ending);
  });
  return router;
};

const serveWith = async (
  fault: FaultOrder | undefined,
  stage: Stage,
  incoming: Incoming,
  request: Request,
  response: Response,
  ending: AbortSignal,
): Promise<void> => {
  if (fault?.mode === 'slow') await pause(fault.ms ?? SLOW_MS, undefined, { signal: ending });
  const outgoing = await stage.running.answer(incoming);
  if (fault?.mode === 'drop-after-commit') request.socket.destroy();
  else send(response, outgoing);
};

const incomingOf = (request: Request): Incoming => {
  const url = new URL(request.url, 'http://system');
  return {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
};

const send = (response: Response, { status, headers = {}, body }: Outgoing): void => {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(body);
};
