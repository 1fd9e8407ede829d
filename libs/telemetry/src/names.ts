/** Every span that the platform opens. A name that is not here does not exist. */
export const spanNames = {
  httpServer: 'http.server',
  httpClient: 'http.client',
  caseFileHandle: 'case-file.handle',
  caseFileSave: 'case-file.save',
  relayPublish: 'relay.publish',
  consumerBatch: 'consumer.batch',
  timersSweep: 'timers.sweep',
  exchangeQuery: 'exchange.query',
  exchangeSubmit: 'exchange.submit',
  exchangeStatus: 'exchange.status',
  arrivalReceive: 'arrival.receive',
  materialUpload: 'material.upload',
  personalDataSeal: 'personal-data.seal',
  personalDataOpen: 'personal-data.open',
} as const;

/** The name of a span. */
export type SpanName = (typeof spanNames)[keyof typeof spanNames];

/** Every figure that the platform keeps; the unit stands last where there is one. */
export const metricNames = {
  httpRequests: 'http.requests',
  httpRequestMs: 'http.request.ms',
  httpOpen: 'http.open',
  httpShed: 'http.shed',
  eventLoopLagMs: 'event-loop.lag.ms',
  caseFileEntries: 'case-file.entries',
  caseFileRacesLost: 'case-file.races-lost',
  caseFileRefusals: 'case-file.refusals',
  caseFileBatch: 'case-file.batch',
  caseFileQueue: 'case-file.queue',
  relayPublished: 'relay.published',
  relayWaiting: 'relay.waiting',
  relayLagMs: 'relay.lag.ms',
  consumerMessages: 'consumer.messages',
  consumerRepeats: 'consumer.repeats',
  consumerGaps: 'consumer.gaps',
  consumerForks: 'consumer.forks',
  consumerUnknownTypes: 'consumer.unknown-types',
  consumerDead: 'consumer.dead',
  consumerReplaced: 'consumer.replaced',
  consumerLag: 'consumer.lag',
  timersFired: 'timers.fired',
  timersLateMs: 'timers.late.ms',
  exchangeCalls: 'exchange.calls',
  exchangeMs: 'exchange.ms',
  exchangeUnknown: 'exchange.unknown',
  exchangeOpen: 'exchange.open',
  circuitOpen: 'circuit.open',
  arrivalsStored: 'arrivals.stored',
  arrivalsUnmatched: 'arrivals.unmatched',
  liveStreams: 'live.streams',
  uploadBytes: 'upload.bytes',
} as const;

/** The name of a figure. */
export type MetricName = (typeof metricNames)[keyof typeof metricNames];
