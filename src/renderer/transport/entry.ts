/**
 * Trades the token of the link that opened this page for a cookie, once, and takes it out of the address.
 * Does nothing in Electron or without a token. A refusal is not an error here: the line will say so.
 */
export async function enter(): Promise<void> {
  const token = new URLSearchParams(location.hash.slice(1)).get('token');
  if (token === null) return;
  history.replaceState(null, '', location.pathname + location.search);
  try {
    await trade(token);
  } catch {
    // No answer at all: the line reports it and goes on trying.
  }
}

/**
 * Whether the host answers and says that this browser holds no key. A browser does not tell why a WebSocket was
 * refused, so the host is asked with no token at all: it says 401 only to who is not in already.
 */
export async function isRefused(): Promise<boolean> {
  try {
    const response = await trade('');
    return response.status === 401;
  } catch {
    return false;
  }
}

function trade(token: string): Promise<Response> {
  return fetch('/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
}
