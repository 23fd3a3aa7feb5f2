// Puts the parts together. The textarea of index.html is usable before this runs; the engine and the
// editor come when they come.
import { render } from 'preact';
import { EditorHost } from './editor/host';
import { Engine } from './engine/engine';
import { HOME_PANEL, Page } from './state/page';
import { Store } from './state/store';
import { copyText } from './view/copy';
import { Examples } from './view/examples';
import { keepFocus } from './view/focus';
import { NoticeBar } from './view/notice';
import { PANELS } from './view/panels';
import { Reading } from './view/reading';
import { isFromScratch, Results } from './view/results';
import { ShareDialog } from './view/share';
import { Toolbar } from './view/toolbar';

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

const store = new Store();
const page = new Page(store);
const panelIds = PANELS.map(({ id }) => id);

function connectEditor(): EditorHost {
  const area = element('text') as HTMLTextAreaElement;
  const host = new EditorHost(element('editor'), area, {
    changed: (text, kind) => page.textChanged(text, kind),
    files: (files) => openFirst(files),
  });
  page.connectEditor(host);
  // What was typed before this script ran, or what the browser restored after a reload.
  if (host.text !== '') page.textChanged(host.text, 'edited');
  return host;
}

function openFirst(files: FileList | undefined): void {
  const file = files?.[0];
  if (file) void page.openFile(file);
}

function acceptDroppedFiles(): void {
  addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  addEventListener('drop', (event) => {
    if (!event.dataTransfer?.files.length || event.defaultPrevented) return;
    event.preventDefault();
    openFirst(event.dataTransfer.files);
  });
}

/** Copy buttons that stand in index.html itself. */
function serveCopyButtons(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as Element).closest<HTMLElement>('[data-copy]');
    if (!button) return;
    const label = button.textContent;
    copyText(button.dataset['copy'] ?? '').then(
      () => (button.textContent = 'Copied'),
      () => (button.textContent = 'Not allowed'),
    );
    setTimeout(() => (button.textContent = label), 2000);
  });
}

/** The focus moves without a change of the address, which may hold a link. */
function serveSkipLink(): void {
  document.querySelector('.skip')?.addEventListener('click', (event) => {
    event.preventDefault();
    const results = element('results');
    (results.hasChildNodes() ? results : element('welcome')).focus();
  });
}

/** What the empty page explains gives way to the answer. */
function followText(): void {
  const show = () => {
    const { state } = store;
    document.body.classList.toggle('has-answer', state.input.text !== '' || isFromScratch(state));
  };
  store.subscribe(show);
  show();
}

async function startEngine(): Promise<void> {
  try {
    page.connectEngine(await Engine.start());
  } catch (error) {
    page.engineFailed(error instanceof Error ? error.message : String(error));
  }
}

/** Without the editor the textarea stays, which is enough to work with. */
async function startEditor(host: EditorHost): Promise<void> {
  try {
    const { makeRichEditor } = await import('./editor/rich');
    host.upgrade(makeRichEditor);
  } catch (error) {
    console.info('The editor did not load; the plain text field stays.', error);
  }
}

const host = connectEditor();
acceptDroppedFiles();
serveCopyButtons();
serveSkipLink();
followText();
element('from-scratch').addEventListener('click', () => page.showPanel(HOME_PANEL));
element('welcome').addEventListener('click', ({ target }) => {
  // The answer takes the place of the button, so the focus goes there.
  if ((target as Element).closest('button:not([data-copy])')) element('results').focus();
});
keepFocus(element('results'));
render(<Toolbar page={page} />, element('toolbar'));
render(<Examples page={page} />, element('examples'));
render(<Reading page={page} />, element('reading'));
render(<NoticeBar page={page} />, element('notice'));
render(<Results page={page} />, element('results'));
render(<ShareDialog page={page} />, element('dialogs'));

const opened = page.openLink(location.hash, panelIds);
addEventListener('hashchange', () => void page.openLink(location.hash, panelIds));
void Promise.all([startEngine(), startEditor(host), opened]).then(() => {
  // From here on the page asks the network for nothing.
  document.documentElement.dataset['ready'] = '';
});
