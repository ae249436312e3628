// @ts-check
// What the page says by itself when the worker cannot start or has stopped: the one text that does
// not come from the catalogue, because whoever knows the catalogue is gone.

/** @typedef {{ start: string, stopped: string, again: string }} Words */

/** @type {Record<string, Words>} */
const WORDS = {
  en: {
    start: 'Holdfast could not start here. Update this browser or try another one, then load ' +
      'the page again. Nothing you saved is lost.',
    stopped: 'Holdfast has stopped. Load the page again to go on. Everything you saved is on ' +
      'this device.',
    again: 'Load again',
  },
  pt: {
    start: 'O Holdfast não pôde iniciar aqui. Atualize este navegador ou tente outro e ' +
      'recarregue a página. Nada do que você salvou foi perdido.',
    stopped: 'O Holdfast parou. Recarregue a página para continuar. Tudo o que você salvou está ' +
      'neste dispositivo.',
    again: 'Recarregar',
  },
  sv: {
    start: 'Holdfast kunde inte starta här. Uppdatera webbläsaren eller prova en annan och ' +
      'ladda sedan sidan igen. Inget du har sparat är borta.',
    stopped: 'Holdfast har stannat. Ladda sidan igen för att fortsätta. Allt du har sparat finns ' +
      'på den här enheten.',
    again: 'Ladda igen',
  },
  ja: {
    start: 'Holdfast を開始できませんでした。ブラウザーを更新するか、別のブラウザーでページ' +
      'を読み込み直してください。保存したデータは失われていません。',
    stopped: 'Holdfast が停止しました。ページを読み込み直すと続けられます。保存したデータはこ' +
      'の端末に残っています。',
    again: '読み込み直す',
  },
  fr: {
    start: 'Holdfast n’a pas pu démarrer ici. Mettez ce navigateur à jour ou essayez-en un ' +
      'autre, puis rechargez la page. Rien de ce que vous avez enregistré n’est perdu.',
    stopped: 'Holdfast s’est arrêté. Rechargez la page pour continuer. Tout ce que vous avez ' +
      'enregistré est sur cet appareil.',
    again: 'Recharger',
  },
  es: {
    start: 'Holdfast no pudo iniciarse aquí. Actualice este navegador o pruebe otro y vuelva a ' +
      'cargar la página. No se ha perdido nada de lo que guardó.',
    stopped: 'Holdfast se ha detenido. Vuelva a cargar la página para continuar. Todo lo que ' +
      'guardó está en este dispositivo.',
    again: 'Volver a cargar',
  },
};

/** The words for the first language that there are any for. @param {readonly string[]} languages */
export function failureWords(languages) {
  const known = languages.map((tag) => tag.toLowerCase().split('-')[0])
    .find((language) => language in WORDS) ?? 'en';
  return { language: known, words: WORDS[known] };
}

/** @param {Document} page @param {readonly string[]} languages @param {'start' | 'stopped'} what */
function say(page, languages, what) {
  const { language, words } = failureWords(languages);
  const box = page.getElementById('failure');
  const sentence = box?.querySelector('p');
  const button = box?.querySelector('button');
  if (!box || !sentence || !button) return;
  box.lang = language;
  sentence.textContent = words[what];
  button.textContent = words.again;
}

/** Puts the sentence for a start that fails in the person's language. Call once, first of all.
 * @param {Document} page @param {readonly string[]} languages @param {() => void} reload */
export function prepareFailure(page, languages, reload) {
  say(page, languages, 'start');
  page.querySelector('#failure button')?.addEventListener('click', reload);
}

/** The worker is gone: covers everything, whatever was shown before. May be called again.
 * @param {Document} page @param {readonly string[]} languages */
export function showCrash(page, languages) {
  const root = page.documentElement;
  if ('crashed' in root.dataset) return;
  const started = 'settled' in root.dataset;
  root.dataset.app = 'error';
  root.dataset.crashed = '';
  say(page, languages, started ? 'stopped' : 'start');
  page.getElementById('app')?.setAttribute('inert', '');
}

/** Calls `crashed` when the worker traps, throws, or refuses to be read.
 * @param {EventTarget} worker @param {(reason: string) => void} crashed */
export function watchWorker(worker, crashed) {
  worker.addEventListener('error', (event) =>
    crashed('message' in event ? String(event.message) : 'it could not be loaded'));
  worker.addEventListener('messageerror', () => crashed('a message could not be read'));
  worker.addEventListener('message', (event) => {
    const { data } = /** @type {MessageEvent} */ (event);
    if (data?.type === 'crashed') crashed(data.reason);
  });
}
