// Puts the parts together. The textarea of index.html is usable before this runs; the engine and the
// editor come when they come.
import { options, render } from 'preact';
import { EditorHost } from './editor/host';
import { Engine } from './engine/engine';
import { FINDINGS_PANEL, HOME_PANEL, Actions } from './state/actions';
import { Store } from './state/store';
import { copyText } from './view/copy';
import examples from 'examples';
import { Examples } from './view/examples';
import { keepFocus } from './view/focus';
import { NoticeBar } from './view/notice';
import { PANELS } from './view/panels';
import { ExampleLine, Reading } from './view/reading';
import { Results } from './view/results';
import { ShareDialog } from './view/share';
import { Toast } from './view/toast';
import { Toolbar } from './view/toolbar';

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
}

const store = new Store();
const actions = new Actions(store);
const panelIds = PANELS.map(({ id }) => id);

/** What is there before anybody pastes: judged like any text, so that the page shows what it does. */
const SHOWCASE = examples.find(({ id }) => id === 'showcase')?.text ?? '';

function connectEditor(isExpectingLink: boolean): EditorHost {
  const area = element('text') as HTMLTextAreaElement;
  if (area.value === '' && !isExpectingLink) area.value = SHOWCASE;
  const host = new EditorHost(element('editor'), area, {
    changed: (text, kind) => actions.textChanged(text, kind),
    isExample: () => store.state.isExample,
    explained: (meaning) => actions.explain(meaning),
    files: (files) => openFirst(files),
  });
  actions.connectEditor(host);
  // What was typed before this script ran, or what the browser restored after a reload.
  if (host.text === SHOWCASE) actions.startWith(SHOWCASE);
  else if (host.text !== '') actions.textChanged(host.text, 'edited');
  return host;
}

/** What is pasted or typed beside every field is meant for the editor. */
function acceptAnywhere(host: EditorHost): void {
  const isTaken = (event: Event) =>
    event.defaultPrevented || (event.target as Element).closest?.('input, textarea, select, dialog, .rich') !== null;
  addEventListener('paste', (event) => {
    const { clipboardData: data } = event;
    if (isTaken(event) || !data) return;
    const text = data.getData('text/plain');
    if (text === '' && data.files.length === 0) return;
    event.preventDefault();
    if (text === '') openFirst(data.files);
    else actions.load(text);
  });
  addEventListener('keydown', (event) => {
    const { isExample, input } = store.state;
    if (isTaken(event) || (event.target as Element) !== document.body || (!isExample && input.text !== '')) return;
    if ([...event.key].length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey) host.focus();
  });
}

/** On paper all of the findings are open. */
function servePrint(): void {
  const render = (printing: boolean) => () => {
    // At once: the browser takes its picture when these listeners return.
    const { debounceRendering } = options;
    options.debounceRendering = (callback) => callback();
    actions.print(printing);
    if (debounceRendering) options.debounceRendering = debounceRendering;
    else delete options.debounceRendering;
  };
  addEventListener('beforeprint', render(true));
  addEventListener('afterprint', render(false));
}

function openFirst(files: FileList | undefined): void {
  const file = files?.[0];
  if (file) void actions.openFile(file);
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
    document.body.classList.toggle('has-answer', state.input.text !== '' || state.panel !== FINDINGS_PANEL);
  };
  store.subscribe(show);
  show();
}

/** Until the first verdict is shown. Safari has no requestIdleCallback. */
function untilIdle(): Promise<unknown> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(resolve, { timeout: 500 });
    else setTimeout(resolve, 100);
  });
}

async function startEngine(): Promise<void> {
  try {
    const engine = await Engine.start();
    actions.connectEngine(engine);
    await untilIdle();
    await engine.complete();
    actions.engineCompleted(engine);
  } catch (error) {
    actions.engineFailed(error instanceof Error ? error.message : String(error));
  }
}

/** Without the editor the textarea stays, which is enough to work with. */
async function startEditor(host: EditorHost): Promise<void> {
  try {
    const { makeRichEditor } = await import('./editor/rich');
    host.upgrade(makeRichEditor);
  } catch (error) {
    console.info('The editor did not load. The plain text field stays.', error);
  }
}

const isLink = /^#v\d/.test(location.hash);
const host = connectEditor(isLink);
actions.recallTarget();
acceptDroppedFiles();
acceptAnywhere(host);
servePrint();
serveCopyButtons();
serveSkipLink();
followText();
element('from-scratch').addEventListener('click', () => actions.showPanel(HOME_PANEL));
element('welcome').addEventListener('click', ({ target }) => {
  // The answer takes the place of the button, so the focus goes there.
  if ((target as Element).closest('button:not([data-copy])')) element('results').focus();
});
keepFocus(element('results'));
render(<Toolbar actions={actions} />, element('toolbar'));
render(<Examples actions={actions} />, element('examples'));
render(<ExampleLine actions={actions} />, element('example'));
render(<Reading actions={actions} />, element('reading'));
render(<NoticeBar actions={actions} />, element('notice'));
render(<Results actions={actions} />, element('results'));
render(<ShareDialog actions={actions} />, element('dialogs'));
render(<Toast actions={actions} />, element('toast'));

const opened = actions.openLink(location.hash, panelIds).then(() => {
  // The link could not be read, so there is nothing else to show.
  const { input, notice } = store.state;
  if (!isLink || input.text !== '' || notice?.kind !== 'problem') return;
  actions.loadExample(SHOWCASE);
  store.update({ notice });  // another text ends a notice, and this one is about the link
});
addEventListener('hashchange', () => void actions.openLink(location.hash, panelIds));
void Promise.all([startEngine(), startEditor(host), opened]).then(() => {
  // From here on the page asks the network for nothing.
  document.documentElement.dataset['ready'] = '';
});
