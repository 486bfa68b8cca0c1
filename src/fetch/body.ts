/** What becomes of a body before its first byte. */
export interface Watcher {
  /** It was asked for and came, or there was none. */
  readonly sent: () => void;
  /** Nobody wanted it any more, or it failed. */
  readonly left: () => void;
}

/**
 * The same body, chunk by chunk as it is asked for, which tells what became of it. Of its two calls one is made, once; none, where
 * nobody ever asks and nobody says so.
 */
export function watched(body: ReadableStream<Uint8Array>, { sent, left }: Watcher): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let begun = false;
  const once = (tell: () => void): void => {
    if (!begun) tell();
    begun = true;
  };
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          once(sent);
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          once(left);
          controller.error(error);
        }
      },
      cancel(reason) {
        once(left);
        return reader.cancel(reason);
      },
    },
    // Nothing is read ahead, or a reader who is gone would look like one who is there.
    { highWaterMark: 0 },
  );
}
