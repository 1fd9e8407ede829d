import { Socket } from 'node:net';

interface Place {
  readonly port?: number | string;
}

/** Sends connections to a port elsewhere, if `routeOf` says so when they are opened. */
export const bendRoutes = (routeOf: (port: string) => number | undefined): void => {
  const connect = Socket.prototype.connect as (this: Socket, ...given: unknown[]) => Socket;
  const bend = (place: unknown): unknown => {
    if (typeof place !== 'object' || place === null) return place;
    const port = routeOf(String((place as Place).port ?? ''));
    return port === undefined ? place : { ...place, port };
  };
  const bent = function (this: Socket, ...given: unknown[]): Socket {
    const [first] = given;
    // `net.connect` hands over its arguments in one marked array
    if (Array.isArray(first)) first[0] = bend(first[0]);
    else given[0] = bend(first);
    return connect.apply(this, given);
  };
  Socket.prototype.connect = bent as typeof Socket.prototype.connect;
};
