// @ts-check
// The numbers that ./host.js shares with the C++ side.

/** ui::Stage in ui/include/ui/screens.h. */
export const STAGE = { loading: 0, otherTab: 2, handingOver: 3, noStorage: 5, notOpened: 7 };
/** wasm::WorkspaceKind in wasm/src/session.h. */
export const KIND = { own: 0, demo: 1, bench: 0 };
/** ui::Keeping in ui/include/ui/screens.h. */
export const KEEPING = { protected: 1, bestEffort: 2 };
/** Fact in wasm/src/browser.cpp. */
export const FACT = { language: 1, browser: 2, origin: 3 };
/** wasm::Command in wasm/src/browser.h. */
export const COMMAND = {
  useHere: 1,
  useTemporary: 2,
  downloadData: 3,
  reload: 4,
  startDemoAgain: 5,
  askToKeep: 6,
  handOver: 7,
  measureStorage: 8,
  stopWaiting: 9,
  startNew: 10,
  tryAgain: 11,
};
