// Gate: a TCP relay between one browser and the server, so that a test can take the network away.
import net from 'node:net';

/** @param {() => number} targetPort  Read at every connection. */
export async function openGate(targetPort) {
  const sockets = new Set();
  let open = true;
  let bytes = 0;
  const relay = net.createServer((inbound) => {
    if (!open) return void inbound.destroy();
    const outbound = net.connect(targetPort(), '127.0.0.1');
    for (const [from, to] of [[inbound, outbound], [outbound, inbound]]) {
      sockets.add(from);
      from.on('data', (chunk) => { bytes += chunk.length; });
      from.on('error', () => to.destroy());
      from.on('close', () => { sockets.delete(from); to.destroy(); });
      from.pipe(to);
    }
  });
  await new Promise((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const cut = () => { open = false; for (const socket of sockets) socket.destroy(); };
  return {
    origin: `http://127.0.0.1:${relay.address().port}`,
    cut,
    heal: () => { open = true; },
    bytes: () => bytes,
    close: () => { cut(); relay.close(); },
  };
}
