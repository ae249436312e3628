// @ts-check
// The network of the worker: requests by ticket, one socket, one timer. Every ticket gets exactly
// one answer. The rules of synchronisation are in sync/; nothing here knows what the bytes mean.

/** The longest wait setTimeout can express. */
const TIMER_MS_MAX = 2 ** 31 - 1;
const SOCKET_PROTOCOL = 'crm-sync.1';

/**
 * @typedef {object} Core What the bridge reports to, implemented by the wasm module's exports.
 * @property {(ticket: number, status: number, body: Uint8Array) => void} onReply
 * @property {() => void} onSocketOpen
 * @property {() => void} onSocketClosed
 * @property {(message: Uint8Array) => void} onSocketMessage
 * @property {() => void} onTimer
 *
 * @typedef {object} Request
 * @property {number} ticket
 * @property {string} method
 * @property {string} path
 * @property {Uint8Array<ArrayBuffer>} body
 * @property {string} token
 * @property {number} timeoutMs
 */

/**
 * A page of HTML is a captive portal or a proxy talking, never our server's answer to a device.
 * @param {Response} response
 */
function isOurs(response) {
  return !(response.headers.get('content-type') ?? '').startsWith('text/html');
}

/** @param {Request} request @returns {RequestInit} */
function fetchOptions(request) {
  /** @type {Record<string, string>} */
  const headers = {};
  if (request.token) headers.Authorization = `Bearer ${request.token}`;
  if (request.body.length > 0) headers['Content-Type'] = 'application/cbor';
  return {
    method: request.method,
    headers,
    body: request.body.length > 0 ? request.body : undefined,
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    signal: AbortSignal.timeout(request.timeoutMs),
  };
}

/**
 * @param {Request} request
 * @returns {Promise<{status: number, body: Uint8Array}>} Status 0: could not be reached.
 */
async function answer(request) {
  try {
    const response = await fetch(request.path, fetchOptions(request));
    if (isOurs(response)) {
      return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
    }
  } catch {
    // No network, no server, a time-out or a redirect: the client machine retries them all alike.
  }
  return { status: 0, body: new Uint8Array() };
}

export class Bridge {
  /** @type {WebSocket | null} */
  #socket = null;
  #timer = 0;
  #core;

  /** @param {Core} core */
  constructor(core) {
    this.#core = core;
  }

  /** @param {Request} request */
  async send(request) {
    const { status, body } = await answer(request);
    this.#core.onReply(request.ticket, status, body);
  }

  /**
   * A browser cannot send headers with a socket, so the token travels as a second protocol name,
   * which never shows up in an address or a log of addresses.
   * @param {string} path
   * @param {string} token
   */
  openSocket(path, token) {
    this.closeSocket();
    const address = new URL(path, self.location.origin);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    try {
      const socket = new WebSocket(address, [SOCKET_PROTOCOL, `token.${token}`]);
      this.#listen(socket);
    } catch {
      setTimeout(() => this.#core.onSocketClosed());
    }
  }

  closeSocket() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** @param {number} atMs Unix time; replaces the previous timer. */
  setTimer(atMs) {
    clearTimeout(this.#timer);
    const wait = Math.min(Math.max(atMs - Date.now(), 0), TIMER_MS_MAX);
    this.#timer = setTimeout(() => this.#core.onTimer(), wait);
  }

  /** Nothing is reported any more: the workspace is being closed. */
  stop() {
    clearTimeout(this.#timer);
    this.closeSocket();
    this.#core = {
      onReply() {},
      onSocketOpen() {},
      onSocketClosed() {},
      onSocketMessage() {},
      onTimer() {},
    };
  }

  /** @param {WebSocket} socket */
  #listen(socket) {
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    const isCurrent = () => this.#socket === socket;
    socket.onopen = () => isCurrent() && this.#core.onSocketOpen();
    socket.onmessage = (event) =>
      isCurrent() && this.#core.onSocketMessage(new Uint8Array(event.data));
    socket.onclose = () => {
      if (!isCurrent()) return;
      this.#socket = null;
      this.#core.onSocketClosed();
    };
  }
}
