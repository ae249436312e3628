// The wasm module: what wasm/src/exports.cpp offers, and what it expects to find in the module.
import type { WorkspaceStorage } from '../storage.js';
import type { Host } from '../host.js';

/** The functions that web/worker.js calls for every app, the gallery included. */
export interface PlatformModule {
  HEAPU8: Uint8Array;
  HEAPF32: Float32Array;
  _malloc(count: number): number;
  _free(at: number): void;
  /** 0 when there is no WebGL 2. */
  _hf_init(): number;
  /** `count` records of eight floats at `records`. */
  _hf_events(records: number, count: number): void;
  _hf_text(node: number, version: number, composing: number, value: number): void;
  _hf_action(action: number, node: number, amount: number): void;
  _hf_route(fragment: number): void;
  /** Milliseconds until the next frame: -1 none, 0 the next animation frame. */
  _hf_frame(nowMs: number): number;
  _hf_packet(): number;
  _hf_packet_bytes(): number;
  _hf_requests(): number;
  _hf_requests_bytes(): number;
  _hf_settled(): number;
  _hf_fonts_changed(): void;
  _hf_context_lost(): void;
  _hf_context_restored(): void;
}

export interface HoldfastModule extends PlatformModule {
  /** Set before _hf_open. */
  storage: WorkspaceStorage;
  /** Set before _hf_init. */
  host: Host;

  _hf_open(kind: number): void;
  _hf_close(): void;
  _hf_start_new(kind: number): void;
  _hf_stage(stage: number, problem: number): void;
  /** Both are texts that end with 0; `detail` replaces {0} in the sentence. */
  _hf_problem(problem: number, detail: number): void;
  _hf_has_unsaved_input(): number;
  _hf_ask_hand_over(): void;
  _hf_forget_hand_over(): void;

  _hf_export_begin(): number;
  _hf_export_read(): number;
  _hf_export_bytes(): number;
  _hf_export_end(): void;
  /** First letter of the names of damaged files that are kept, 0 when there are none. */
  _hf_kept_files(): number;

  _hf_file_picked(token: number, name: number): void;
  _hf_update_ready(): void;
  _hf_copied(done: number): void;
  _hf_kept(keeping: number, used: number, granted: number): void;
  _hf_visible(visible: number): void;

  /** Address of a text that ends with 0; 0 when no workspace is open. */
  _hf_measure(method: number, subject: number, body: number): number;

  _hf_online(online: number): void;
  _hf_reply(ticket: number, status: number, body: number, count: number): void;
  _hf_socket_open(): void;
  _hf_socket_closed(): void;
  _hf_socket_message(message: number, count: number): void;
  _hf_timer(): void;

  /** One slice of work; milliseconds until the next, -1 none. */
  _hf_work(): number;
  /** 1 when something changed outside of a frame. Asking forgets it. */
  _hf_wants_frame(): number;
}

declare const createHoldfast: (options: Record<string, unknown>) => Promise<HoldfastModule>;
export default createHoldfast;
