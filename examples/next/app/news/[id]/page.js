import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { articles } from '../../../articles.js';

// No loading.js beside this: it would send the status 200 before notFound() is called, or a redirect.
export default async function Article({ params }) {
  const { id } = await params;
  const text = articles.get(id);
  if (text === undefined) notFound();
  const { state, read, limit } = JSON.parse((await headers()).get('x-paywall'));
  return (
    <main>
      <h1>Article {id}</h1>
      <p>{state === 'blocked' ? `You have read ${read} articles. Register to read on.` : text}</p>
      {state === 'register-prompt' && <aside>{`You have read ${read} of ${limit} articles.`}</aside>}
    </main>
  );
}
