import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../clock/index.js';
import { consoleOf, readConsoleOptions, type Steered } from '../console/index.js';
import { type Check, isRecord } from '../options/index.js';

/** Answers what is asked below the console's path, and says whether it does. */
export type ConsoleRoute = (req: IncomingMessage, res: ServerResponse) => boolean;

/** Makes a console on a clock, which is the service's own unless the site gave one. */
export type ConsoleAt = (steered: Steered, clock: Clock) => ConsoleRoute;

const PATH = '/console';
const BELOW = /^\/console(?=$|[/?])/;

export const readConsole: Check<ConsoleAt> = (value, option) => {
  const settings = readConsoleOptions(value, option);
  const hasClock = isRecord(value) && value.clock !== undefined;
  return (steered, clock) => {
    const handler = consoleOf(steered, hasClock ? settings : { ...settings, clock });
    return (req, res) => {
      const { url = '' } = req;
      if (!BELOW.test(url)) return false;
      void handler(req, res, PATH);
      return true;
    };
  };
};
