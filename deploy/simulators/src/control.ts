import express, { type Response, Router } from 'express';
import { decisionOrder } from './decisions.ts';
import { faultOrder } from './faults.ts';
import type { Stage } from './simulators.ts';

/** What tests and operators hold in hand: each system's ledger, faults and decisions. */
export const controlRoutes = (stages: readonly Stage[]): Router => {
  const router = Router();
  router.use(express.json({ limit: '16kb' }));
  const stageOf = (id: string | undefined) => stages.find((stage) => stage.id === id);

  router.get('/:system/ledger', (request, response) => {
    const stage = stageOf(request.params.system);
    if (stage) response.json(stage.world.book.ledger());
    else unknownSystem(response);
  });
  router.put('/:system/faults', (request, response) => {
    const stage = stageOf(request.params.system);
    const order = faultOrder.safeParse(request.body);
    if (!stage) return unknownSystem(response);
    if (!order.success) return void response.status(400).json({ wrong: order.error.issues });
    stage.world.faults.order(order.data);
    return void response.status(204).end();
  });
  router.put('/:system/decide', (request, response) => {
    const stage = stageOf(request.params.system);
    const order = decisionOrder.safeParse(request.body);
    if (!stage) return unknownSystem(response);
    if (!order.success) return void response.status(400).json({ wrong: order.error.issues });
    stage.world.decisions.order(order.data);
    stage.running.goOn();
    return void response.status(204).end();
  });
  return router;
};

const unknownSystem = (response: Response): void => {
  response.status(404).json({ wrong: 'no such system' });
};
