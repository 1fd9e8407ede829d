import { stopOnSignal } from '@yimen/http';
import { createLogger } from '@yimen/telemetry';
import { config } from './config.ts';
import { startGateway } from './start.ts';

const settings = config();
const log = createLogger({ service: 'intake-gateway', instance: settings.INSTANCE, level: settings.LOG_LEVEL });
const gateway = await startGateway(settings, log);
log.info({ port: gateway.port }, 'The window is open.');
stopOnSignal(gateway.stop);
