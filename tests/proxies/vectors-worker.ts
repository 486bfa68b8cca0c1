import { createVerifier, type VerifierOptions } from '../../examples/cache/verify.js';

/** Asked as the verifier is, many times over. */
export interface Asked extends VerifierOptions {
  readonly now: number;
  readonly questions: readonly { readonly token: string; readonly article: string }[];
}

/** The verifier of an edge, where edges run it. */
export default {
  async fetch(request: Request): Promise<Response> {
    const { questions, now, ...options }: Asked = JSON.parse(await request.text());
    const verify = createVerifier(options);
    const answers = questions.map(({ token, article }) => verify(`__Host-paywall=${token}`, article, now));
    return Response.json(await Promise.all(answers));
  },
};
