import { describe, expect, test } from '@jest/globals';
import { hiddenIn, openConsole, wordsOf } from './desk.js';

describe('the policy', () => {
  test('is changed in two steps: what it does in words, and then it', async () => {
    const site = await openConsole();
    const reader = site.reader();
    expect(await site.read(reader, 1, 2, 3, 4)).toEqual(['free', 'free', 'free', 'register-prompt']);
    const look = await site.editor.get('/policy/confirm?promptAfter=1&blockAfter=4&prompts=on');
    expect(wordsOf(look)).toContain(
      'For readers without an account the wall comes after 4 articles; until now it came after 10',
    );
    expect(wordsOf(look)).toContain('Those who have read 4 or more this period meet it at their next new article');
    expect((await site.policy.read()).inForce.blockAfter).toBe(10);

    const fields = { version: hiddenIn(look, 'version'), promptAfter: 1, blockAfter: hiddenIn(look, 'blockAfter') };
    const saved = await site.editor.post('/policy', fields);
    expect(saved).toMatchObject({ status: 303, headers: { location: '/paywall/console/policy?said=changed' } });
    expect((await site.policy.read()).inForce).toMatchObject({ promptAfter: 1, blockAfter: 4 });
    expect(await site.read(reader, 5)).toEqual(['blocked']);

    const page = wordsOf(await site.editor.get('/policy?said=changed'));
    expect(page).toContain('Saved.');
    expect(page).toContain('Anna Lind changed “Prompt after” from the default to 1 and “Wall after” from');
  });

  test('is refused where somebody else was quicker, or what is asked cannot be', async () => {
    const site = await openConsole();
    const version = hiddenIn(await site.editor.get('/policy/confirm?blockAfter=5'), 'version');
    await site.policy.change({ blockAfter: 6 }, { by: 'Somebody' });
    const late = await site.editor.post('/policy', { version, blockAfter: 5 });
    expect(late.status).toBe(409);
    expect(wordsOf(late)).toContain('The policy has been changed since you looked at it');
    for (const [query, said] of [
      ['blockAfter=2', '“Wall after” for readers without an account (2) must not be lower than “Prompt after” (3)'],
      ['blockAfter=many', '“Wall after” for readers without an account must be a whole number from 0 to 1,000'],
      ['promptAfter=1001', '“Prompt after” for readers without an account must be a whole number from 0 to 1,000'],
      ['promptAfter:registered=x', '“Prompt after” for accounts on the plan registered must be a whole number'],
      ['blockAfter:registered=2', '“Wall after” for accounts on the plan registered (2) must not be lower than'],
      ['openUntil=soon', '“Open until” must be a time that is still to come'],
      ['openUntil=2026-13-45T99:00', '“Open until” must be a time'],
      ['openUntil=2026-12-24T00:00', 'within seven days'],
    ]) {
      const page = await site.editor.get(`/policy/confirm?${query}`);
      expect(page.status).toBe(422);
      expect(wordsOf(page)).toContain(said);
      expect(wordsOf(page)).not.toMatch(/promptAfter|blockAfter|openUntil|ERR_/);
    }
    expect((await site.policy.read()).inForce.blockAfter).toBe(6);
  });

  test('goes back to the code where a field says what the code says, and takes "never"', async () => {
    const site = await openConsole();
    await site.policy.change({ blockAfter: 6 }, { by: 'Anna' });
    const version = async () => (await site.policy.read()).version;
    await site.editor.post('/policy', { version: await version(), blockAfter: 10 });
    expect(wordsOf(await site.editor.get('/policy'))).toContain(
      'changed “Wall after” from 6 to the default, for readers without an account',
    );
    await site.editor.post('/policy', { version: await version(), promptAfter: 'never', blockAfter: 'Never' });
    const never = Number.POSITIVE_INFINITY;
    expect((await site.policy.read()).inForce).toMatchObject({ promptAfter: never, blockAfter: never });
    expect((await site.editor.get('/policy')).text).toContain('name="blockAfter" value="never"');
  });

  test('turns the limits of plans, and prompts off and on', async () => {
    const site = await openConsole();
    const query = { 'promptAfter:registered': 20, 'blockAfter:registered': 25, prompts: 'off' };
    const look = await site.editor.get(
      `/policy/confirm?promptAfter:registered=20&blockAfter:registered=25&prompts=off`,
    );
    expect(wordsOf(look)).toContain('For accounts on the plan registered the wall comes after 25 articles');
    expect(wordsOf(look)).toContain('No reader sees a prompt any more');
    await site.editor.post('/policy', { version: 0, ...query });
    const { inForce } = await site.policy.read();
    expect(inForce).toMatchObject({ prompts: false, plans: { registered: { promptAfter: 20, blockAfter: 25 } } });
    const { version } = await site.policy.read();
    await site.editor.post('/policy', { version, 'blockAfter:registered': 30, prompts: 'on' });
    expect(wordsOf(await site.editor.get('/policy'))).toContain(
      '“Wall after” from 25 to the default, for accounts on the plan registered',
    );
  });

  test('opens everything until a time in the publication’s zone, and meters again at once', async () => {
    const site = await openConsole();
    expect((await site.editor.get('/policy')).text).toContain('name="openUntil" value="2026-11-15T19:00"');
    const look = await site.editor.get('/policy/confirm?openUntil=2026-11-15T20:30');
    expect(wordsOf(look)).toContain('open to everyone until Sunday, 15 November 2026 at 20:30 (Europe/Berlin)');
    await site.editor.post('/policy', { version: 0, openUntil: hiddenIn(look, 'openUntil') });
    expect((await site.policy.read()).inForce.openUntil).toEqual(new Date('2026-11-15T19:30:00Z'));
    const reader = site.reader();
    expect(new Set(await site.read(reader, 1, 2, 3, 4, 5))).toEqual(new Set(['free']));
    const page = await site.editor.get('/policy');
    expect(wordsOf(page)).toContain('is open to everyone until');
    const end = await site.editor.get('/policy/confirm?openUntil=');
    expect(wordsOf(end)).toContain('Metering starts again at once');
    await site.editor.post('/policy', { version: hiddenIn(end, 'version'), openUntil: '' });
    expect((await site.policy.read()).inForce.openUntil).toBeNull();
  });

  test('has a log, of which what still stands can be undone', async () => {
    const site = await openConsole();
    await site.editor.post('/policy', { version: 0, blockAfter: 5 });
    const page = await site.editor.get('/policy');
    const [, line = ''] = /policy\/undo\?line=(\d+)"/.exec(page.text) ?? [];
    const look = await site.editor.get(`/policy/undo?line=${line}`);
    expect(wordsOf(look)).toContain('Those at the wall can read on at once, up to 5 more.');
    expect((await site.policy.read()).inForce.blockAfter).toBe(5);
    const fields = { line: hiddenIn(look, 'line'), version: hiddenIn(look, 'version') };
    const undone = await site.editor.post('/policy/undo', fields);
    expect(undone).toMatchObject({ status: 303, headers: { location: '/paywall/console/policy?said=undone' } });
    expect((await site.policy.read()).inForce.blockAfter).toBe(10);
    expect(wordsOf(await site.editor.get('/policy'))).toContain('undid a change');
    expect(await site.editor.post('/policy/undo', fields)).toMatchObject({ status: 409 });
    for (const other of [line, '', 'none']) {
      expect(await site.editor.get(`/policy/undo?line=${other}`)).toMatchObject({ status: 409 });
    }
  });

  test('shows what the code fixes as fixed, and changes nothing that was left alone', async () => {
    const site = await openConsole();
    const page = wordsOf(await site.editor.get('/policy'));
    expect(page).toContain(
      'A count lasts a calendar month, in the time zone Europe/Berlin: only the site’s developers can change this.',
    );
    expect(page).toContain('those that read everything: subscriber.');
    expect(page).not.toContain('Plan subscriber');
    const same = await site.editor.get('/policy/confirm?promptAfter=3&blockAfter=10&prompts=on');
    expect(wordsOf(same)).toContain('Nothing changes.');
    expect(same.text).not.toContain('Make this change');
  });

  test('has a grant taken back, and says before what of it stays', async () => {
    const site = await openConsole();
    const reader = site.reader();
    await site.read(reader, ...Array.from({ length: 10 }, (_, index) => index));
    await site.policy.readers.grant({ pass: reader.cookie }, 20, { by: 'Anna' });
    const line = /\/policy\/undo\?line=(\d+)/.exec((await site.editor.get('/policy')).text)?.[1] ?? '';
    const look = await site.editor.get(`/policy/undo?line=${line}`);
    expect(wordsOf(look)).toContain('no longer has the grant of 20 articles.');
    expect(wordsOf(look)).toContain('their pass already holds it, and keeps it until the period ends');
    await site.editor.post('/policy/undo', { line, version: hiddenIn(look, 'version') });
    expect(await site.read(reader, 11)).toEqual(['blocked']);
    const page = await site.editor.get('/policy');
    expect(wordsOf(page)).toContain('took back a grant of 20 articles from reader');
    expect(page.text).not.toContain('/policy/undo?line=');
  });
});
