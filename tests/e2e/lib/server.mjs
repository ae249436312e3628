// The real server as a child process on a data folder of its own; killed and started at will.
import { spawn, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './locked.mjs';

export const BINARY = process.env.HOLDFAST_SERVER
  ?? join(ROOT, 'build/native-release/server_stub/holdfast_server');
export const WEB = process.env.HOLDFAST_WEB ?? join(ROOT, 'build/web');

export class TestServer {
  constructor() {
    this.data = mkdtempSync(join(tmpdir(), 'holdfast-e2e-'));
    this.port = 0;
    /** Folder of the web app; read at every start. */
    this.web = WEB;
    this.child = null;
  }

  async start(extra = []) {
    const child = spawn(BINARY, ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`,
      '--web', this.web, ...extra], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    let said = '';
    child.stderr.on('data', (text) => { said += text; });
    const line = await new Promise((resolve, reject) => {
      let out = '';
      child.stdout.on('data', (text) => {
        out += text;
        if (/http:\/\/\S+.*\n/.test(out)) resolve(out);
      });
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)));
    });
    this.port = Number(/http:\/\/[^:]+:(\d+)/.exec(line)[1]);
    return line.trim();
  }

  async kill(signal = 'SIGKILL') {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  run(...args) {
    return execFileSync(BINARY, [...args, '--data', this.data], { encoding: 'utf8' }).trim();
  }

  /** How many transactions its log holds; positions have gaps where it was started. */
  loggedCount() {
    const script = 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('
      + '"SELECT count(*) FROM server_log").fetchone()[0])';
    const args = ['-c', script, `${this.data}/holdfast.db`];
    return Number(execFileSync('python3', args, { encoding: 'utf8' }));
  }
  addUser(name, role = 'technician') { return this.run('user', 'add', name, '--role', role); }
  deviceCode(user) { return this.run('device', 'code', '--user', user).split(/\s+/).pop(); }

  async get(path) {
    const reply = await fetch(`http://127.0.0.1:${this.port}${path}`);
    return { status: reply.status, text: await reply.text() };
  }

  async stop() {
    await this.kill('SIGTERM');
    rmSync(this.data, { recursive: true, force: true });
  }
}
