export { type Broker, type BrokerOptions, connectBroker, type Log } from './broker.ts';
export { type Consumer, type ConsumerHealth, type ConsumerOptions, createConsumer } from './consumer.ts';
export { type Bury, createDeadLetters, deadTopicOf } from './dead-letters.ts';
export { REQUEST_LIMIT_BYTES } from './gathering.ts';
export { FAULT_LIMIT, type Handling, Poison } from './handling.ts';
export {
  EVENT_LIMIT_BYTES,
  type IncomingMessage,
  type OutgoingMessage,
  originalOf,
  type ReadMessage,
  readJson,
} from './messages.ts';
export {
  committedOf,
  endsOf,
  type Lag,
  lagOf,
  type Places,
  placeGroup,
  requireStopped,
} from './offsets.ts';
export { partitionOf } from './partitions.ts';
export { createPublisher, type Publisher, type PublisherHealth, type PublisherOptions } from './publisher.ts';
export { type Missing, type Range, readRange } from './range.ts';
export { declareTopics, type TopicDeclaration, type TopicDrift } from './topics.ts';
