import mongoose, { type mongo } from 'mongoose';

/** The driver itself; only this lib touches it. */
export const driver = mongoose.mongo;

export type Collection<T extends mongo.BSON.Document = mongo.BSON.Document> = mongo.Collection<T>;
export type Db = mongo.Db;
export type Document = mongo.BSON.Document;
export type Filter<T> = mongo.Filter<T>;
export type FindCursor<T> = mongo.FindCursor<T>;
export type AggregationCursor<T> = mongo.AggregationCursor<T>;
export type FindOptions = mongo.FindOptions;
export type OptionalUnlessRequiredId<T> = mongo.OptionalUnlessRequiredId<T>;
export type Sort = mongo.Sort;
export type Timestamp = mongo.Timestamp;
export type UpdateFilter<T> = mongo.UpdateFilter<T>;
export type WithId<T> = mongo.WithId<T>;
