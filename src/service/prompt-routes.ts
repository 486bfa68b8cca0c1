import type { IncomingMessage } from 'node:http';
import type { Periods } from '../period/index.js';
import type { PromptWriter } from '../prompts/index.js';
import { forwardedTarget } from './forward-auth.js';
import { promptPart, styleSheet } from './prompts.js';
import type { Reply } from './reply.js';
import type { Route } from './route.js';
import { queryOf } from './target.js';
import { decisionOfField } from './view-field.js';

/** What a service with prompts answers besides. */
export function promptRoutes(
  prompts: PromptWriter,
  { option: period, timeZone }: Periods,
): readonly (readonly [string, Route])[] {
  const answerPrompt = (req: IncomingMessage): Reply => {
    const { headers } = req;
    const around = { pageUrl: forwardedTarget(headers), cookie: headers.cookie };
    return promptPart(prompts, decisionOfField(headers, { period, timeZone }), queryOf(req), around);
  };
  return [
    ['/prompt', { methods: ['GET'], answer: answerPrompt }],
    ['/paywall.css', { methods: ['GET', 'HEAD'], open: true, answer: ({ headers }) => styleSheet(prompts, headers) }],
  ];
}
