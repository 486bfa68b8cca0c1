// What the snippets of the papers take for granted: a site that has been set up, and the request at hand.

import type { Express as App, Request, Response } from 'express';
import type { Redis } from 'ioredis';
import type { Decision, Paywall } from 'metered-paywall';
import type { Prompts } from 'metered-paywall/prompts';

interface SiteArticle {
  readonly id: number;
  readonly premium: boolean;
  readonly headline: string;
  readonly html: string;
}

interface SiteUser {
  readonly id: number;
  readonly plan: string;
  readonly subscribed: boolean;
}

declare global {
  namespace Express {
    // As passport and its like declare it.
    interface Request {
      user?: SiteUser;
    }
  }

  const createPaywall: typeof import('metered-paywall').createPaywall;
  const createPrompts: typeof import('metered-paywall/prompts').createPrompts;
  const gated: typeof import('metered-paywall/prompts').gated;
  const splitArticle: typeof import('metered-paywall/prompts').splitArticle;
  const structuredData: typeof import('metered-paywall/prompts').structuredData;

  const app: App;
  const paywall: Paywall;
  const prompts: Prompts;
  const meter: ReturnType<Paywall['meter']>;
  const redis: Redis;
  const req: Request & { paywall: Decision };
  const res: Response;
  const notice: string;
  const article: SiteArticle;
  const allArticles: readonly SiteArticle[];

  function findArticle(id: unknown): Promise<SiteArticle | null>;
  function idOf(parameter: unknown): string;
  function htmlOf(id: unknown): Promise<string>;
  function userOf(req: unknown): Promise<SiteUser | null>;
  function render(id: unknown, blocked: boolean): Promise<string>;
  function page(head: string, body: string): string;
  function articlePage(): string;
  function wallPage(): string;

  const request: globalThis.Request;
  function reply(
    status: number,
    fields: Readonly<Record<string, string | string[]>>,
    body?: string,
    without?: readonly string[],
  ): void;

  const figures: { count(state: string, reason: string, more: object): void };
  const log: { warn(event: object): void };
}
