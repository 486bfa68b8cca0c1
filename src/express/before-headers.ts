import type { ServerResponse } from 'node:http';

/**
 * Acts just before a response's fields are sent, whoever sends them: it then sees everything that is set, what `writeHead` is given
 * among it, and what it changes is sent. Of several that wait on one response the last to come acts first.
 */
export function beforeHeaders(res: ServerResponse, act: () => void): void {
  const { writeHead } = res;
  let due = true;

  /** @param given A reason, and fields as an object, as a list of names and values in turn, or as a list of pairs. */
  function actFirst(this: ServerResponse, status: number, ...given: readonly unknown[]): ServerResponse {
    if (!due) return Reflect.apply(writeHead, res, [status, ...given]);
    due = false;
    res.statusCode = status;
    const fields = given.at(-1);
    if (typeof fields === 'object' && fields !== null) setFields(res, fields);
    act();
    const reason = typeof given[0] === 'string' && res.statusCode === status ? [given[0]] : [];
    return Reflect.apply(writeHead, res, [res.statusCode, ...reason]);
  }

  res.writeHead = actFirst;
}

function setFields(res: ServerResponse, fields: object): void {
  if (!Array.isArray(fields)) {
    for (const [name, value] of Object.entries(fields)) res.setHeader(name, value);
    return;
  }
  const list: readonly unknown[] = fields.flat();
  const names = list.filter((_, index) => index % 2 === 0).map(String);
  for (const name of new Set(names)) res.removeHeader(name);
  for (const [index, name] of names.entries()) res.appendHeader(name, String(list[2 * index + 1]));
}
