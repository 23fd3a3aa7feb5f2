// Runs inside the page under test, before anything else in it: collects evidence and makes the
// requests that markup does not make. It is evaluated by the browser's driver, which no policy can
// stop; whatever it starts is subject to the page's policies like any other script's doing.
//
// This file is one expression, a function; drivers evaluate `(<file>)()`.
() => {
  if (window.top !== window || window.__lab) return;

  const SERIAL_LIMIT = 2500; // ms for a case asked alone in its page at its time
  const LIMIT = 4000;        // ms for cases that run side by side

  const LAB_TYPES = 'headstrong-lab';  // the Trusted Types policy that makes scripts for eval

  // How many times as long a case may take: more where it is asked again.
  let patience = 1;

  const lab = {
    violations: [],  // { id, directive, disposition, blocked }
    ran: {},         // id → times its code ran
    outcomes: {},    // id → [what happened, in order]
    waiters: {},     // id → functions to call when anything about it is known
    current: null,   // id of the serial case being asked
    closed: null,    // id of the base-uri case whose verdict has been read
    settled: 0,      // images that were asked for after something else
    started: false,
    finished: false,
  };
  Object.defineProperty(window, '__lab', { value: lab });

  const wake = (id) => {
    for (const waiter of lab.waiters[id] ?? []) waiter();
    lab.waiters[id] = [];
  };
  const note = (id, outcome) => {
    (lab.outcomes[id] ??= []).push(outcome);
    wake(id);
  };
  window.__ran = () => {
    const script = document.currentScript;
    const id = script?.dataset?.i ?? lab.current;
    lab.ran[id] = (lab.ran[id] ?? 0) + 1;
    wake(id);
  };

  const idOf = (event) => {
    const element = event.target;
    if (element?.dataset?.i) return element.dataset.i;
    const inUrl = /[?&]i=(\d+)/.exec(event.blockedURI ?? '');
    return inUrl ? inUrl[1] : lab.current;
  };
  document.addEventListener('securitypolicyviolation', (event) => {
    if (/\/favicon\.ico$/.test(event.blockedURI)) return;  // the browser's own request
    if (/[?&]settle=/.test(event.blockedURI)) return;      // ours
    const id = idOf(event);
    if (id === lab.closed && event.effectiveDirective === 'base-uri') return;
    lab.violations.push({
      id,
      directive: event.effectiveDirective,
      disposition: event.disposition,
      blocked: String(event.blockedURI).slice(0, 200),
    });
    if (event.disposition === 'enforce') wake(id);
  }, true);

  /**
   * Evidence that contradicts the first has come once a later request of the page has its own: an image,
   * whether it is sent and refused by the proxy or stopped by a policy, ends with an event.
   */
  const settle = () => new Promise((resolve) => {
    const image = new Image();
    image.onload = resolve;
    image.onerror = resolve;
    setTimeout(resolve, patience * SERIAL_LIMIT);
    image.src = `${location.origin}/?settle=${++lab.settled}`;
  });
  const known = (id, limit) => new Promise((resolve) => {
    (lab.waiters[id] ??= []).push(resolve);
    setTimeout(resolve, limit);
  });

  // ---- elements -------------------------------------------------------------------------------
  const make = (tag, request) => {
    const template = document.querySelector(`template[data-for="${request.i}"]`);
    if (template) return document.importNode(template.content.firstChild, true);
    const element = document.createElement(tag);
    element.dataset.i = request.i;
    if (request.nonce !== undefined) element.setAttribute('nonce', request.nonce);
    if (request.integrity !== undefined) {
      element.setAttribute('integrity', request.integrity);
      element.setAttribute('crossorigin', 'anonymous');
    }
    return element;
  };
  const watch = (element, request, done = 'load') => {
    element.addEventListener(done, () => note(request.i, 'load'));
    element.addEventListener('error', () => note(request.i, 'error'));
    return element;
  };
  const body = (element) => document.body.appendChild(element);
  const head = (element) => document.head.appendChild(element);

  const media = (tag, request) => {
    const element = watch(make(tag, request), request, 'loadedmetadata');
    element.preload = 'auto';
    element.src = request.url;
    body(element);
    element.load();
  };

  // Each asks the browser for one request; outcomes are noted as they come, throwing is an outcome.
  const ask = {
    image: (r) => { watch(make('img', r), r).src = r.url; },
    script: (r) => {
      const element = watch(make('script', r), r);
      element.src = r.url;
      head(element);
    },
    style: (r) => {
      const element = watch(make('link', r), r);
      element.rel = 'stylesheet';
      element.href = r.url;
      head(element);
    },
    font: (r) => new FontFace(`f${r.i}`, `url(${JSON.stringify(r.url)})`).load()
      .then(() => note(r.i, 'load'), () => note(r.i, 'error')),
    fetch: (r) => fetch(r.url, { mode: 'no-cors' })
      .then(() => note(r.i, 'load'), () => note(r.i, 'error')),
    websocket: (r) => {
      const socket = new WebSocket(r.url);
      socket.onopen = () => { note(r.i, 'load'); socket.close(); };
      socket.onerror = () => note(r.i, 'error');
    },
    eventsource: (r) => {
      const source = new EventSource(r.url);
      source.onopen = () => { note(r.i, 'load'); source.close(); };
      source.onerror = () => { note(r.i, 'error'); source.close(); };
    },
    // sendBeacon answers before the request is judged: only the proxy and the event tell.
    beacon: (r) => { if (!navigator.sendBeacon(r.url, 'x')) note(r.i, 'refused'); },
    audio: (r) => media('audio', r),
    video: (r) => media('video', r),
    track: (r) => {
      const video = document.createElement('video');
      video.crossOrigin = 'anonymous';
      const track = watch(make('track', r), r);
      track.kind = 'captions';
      track.default = true;
      track.src = r.url;
      video.appendChild(track);
      body(video);
      track.track.mode = 'hidden';
    },
    object: (r) => {
      const element = watch(make('object', r), r);
      if (r.objectType) element.type = r.objectType;
      if (!element.data) element.data = r.url;
      body(element);
    },
    embed: (r) => {
      const element = watch(make('embed', r), r);
      if (r.objectType) element.type = r.objectType;
      if (!element.src) element.src = r.url;
      body(element);
    },
    iframe: (r) => {
      const element = make('iframe', r);
      element.addEventListener('load', () => note(r.i, 'frame-load'));
      element.src = r.url;
      body(element);
    },
    worker: (r) => {
      const worker = new Worker(r.url);
      worker.onmessage = () => { note(r.i, 'load'); worker.terminate(); };
      worker.onerror = () => note(r.i, 'error');
    },
    sharedworker: (r) => {
      const worker = new SharedWorker(r.url);
      worker.port.onmessage = () => note(r.i, 'load');
      worker.onerror = () => note(r.i, 'error');
    },
    serviceworker: (r) => navigator.serviceWorker.register(r.url)
      .then((made) => { note(r.i, 'load'); return made.unregister(); },
            (error) => note(r.i, `error ${error.name}`)),
    manifest: (r) => {
      const element = make('link', r);
      element.rel = 'manifest';
      element.href = r.url;
      head(element);
    },
    prefetch: (r) => {
      const element = watch(make('link', r), r);
      element.rel = 'prefetch';
      element.href = r.url;
      head(element);
    },
    'form-action': (r) => {
      const form = make('form', r);
      form.method = 'post';
      form.action = r.url;
      body(form);
      form.submit();
    },
    'base-uri': (r) => {
      const before = document.baseURI;
      const base = make('base', r);
      base.href = r.url;
      head(base);
      const changed = document.baseURI !== before;
      // Two engines send a second event when the element goes: the verdict is read before.
      settle().then(() => {
        lab.closed = String(r.i);
        base.remove();
        note(r.i, changed ? 'base changed' : 'base kept');
      });
    },
    json: (r) => import(r.url, { with: { type: 'json' } })
      .then(() => note(r.i, 'load'), (error) => note(r.i, `error ${error.name}`)),
    'inline-script': (r) => {
      const element = make('script', r);
      element.textContent = r.content;
      head(element);
    },
    'inline-style': (r) => {
      const element = make('style', r);
      element.textContent = r.content;
      head(element);
      note(r.i, element.sheet?.cssRules?.length > 0 ? 'style applied' : 'style refused');
    },
    'script-attribute': (r) => {
      const element = make('button', r);
      body(element);
      element.click();
    },
    'style-attribute': (r) => {
      const element = make('div', r);
      body(element);
      element.setAttribute('style', r.content);
      note(r.i, element.style.length > 0 ? 'style applied' : 'style refused');
    },
    'javascript-url': (r) => {
      const element = make('a', r);
      element.href = `javascript:${r.content}`;
      body(element);
      element.click();
    },
    eval: (r) => {
      const code = '__ran()';
      eval(r.trusted ? trusted.createScript(code) : code);
    },
    'wasm-eval': (r) => {
      new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
      note(r.i, 'compiled');
    },
    'trusted-type-policy': (r) => {
      trustedTypes.createPolicy(r.name, {});
      note(r.i, 'created');
    },
    'trusted-type-sink': (r) => {
      document.createElement('div').innerHTML = '<b>x</b>';
      note(r.i, 'assigned');
    },
  };
  let trusted = null;

  const attempt = (request) => {
    try {
      ask[request.type](request);
    } catch (error) {
      note(request.i, `threw ${error.name}`);
    }
  };

  /** A `blob:` address of the case stands for one that this page makes, with fitting content. */
  const localise = (request) => {
    if (!request.url?.startsWith('blob:')) return request;
    const bytes = Uint8Array.from(atob(request.blob.base64), (c) => c.charCodeAt(0));
    return { ...request, url: URL.createObjectURL(new Blob([bytes], { type: request.blob.type })) };
  };

  const askSerially = async (request) => {
    lab.current = String(request.i);
    const waiting = known(request.i, patience * SERIAL_LIMIT);
    if (!request.inMarkup) attempt(localise(request));
    await waiting;
    await settle();
    lab.current = null;
  };

  /** A style element of the markup has no event of its own that tells whether its text was taken. */
  const noteStyle = (request) => {
    const element = document.querySelector(`style[data-i="${request.i}"]`);
    note(request.i, element?.sheet?.cssRules?.length > 0 ? 'style applied' : 'style refused');
  };

  /** Asks for everything; called once, after the document was parsed. */
  lab.start = ({ requests, patience: times }) => {
    patience = times;
    const run = async () => {
      lab.started = true;
      if (requests.some((r) => r.trusted)) {
        try {
          trusted = trustedTypes.createPolicy(LAB_TYPES, { createScript: (s) => s });
        } catch { /* the cases that need it stay without an answer */ }
      }
      const side = requests.filter((r) => !r.serial);
      const waiting = side.map((r) => {
        const done = known(r.i, patience * LIMIT);
        if (r.inMarkup && r.type === 'inline-style') noteStyle(r);
        const early = lab.ran[r.i] || lab.outcomes[r.i] ||
            lab.violations.some((v) => v.id === String(r.i) && v.disposition === 'enforce');
        if (early) wake(r.i);
        if (!r.inMarkup) attempt(localise(r));
        return done;
      });
      for (const request of requests.filter((r) => r.serial)) await askSerially(request);
      await Promise.all(waiting);
      await settle();
      lab.finished = true;
    };
    setTimeout(run, 0);  // not inside the driver's own evaluation, where some engines lift rules
  };

  /** The same in a page whose sandbox runs no scripts, so that no timer fires and no listener hears:
      everything at once, and only the proxy and what ran can tell. */
  lab.startBare = (requests) => {
    for (const request of requests) if (!request.inMarkup) attempt(request);
  };

  /** What is known so far; `reached` names cases whose last request has arrived at the proxy. */
  lab.look = (reached) => {
    for (const id of reached) wake(id);
    return {
      started: lab.started,
      finished: lab.finished,
      violations: lab.violations,
      ran: lab.ran,
      outcomes: lab.outcomes,
    };
  };

  // ---- framing: `length` of a window is readable across origins ------------------------------
  const frameLoads = new Set();
  document.addEventListener('load', (event) => {
    if (event.target?.tagName === 'IFRAME' && event.target.dataset.i) frameLoads.add(event.target.dataset.i);
  }, true);
  const shownAt = (frame, depth) => {
    let view = frame.contentWindow;
    for (let level = 1; level < depth; ++level) {
      if (view.length === 0) return 'not there';
      view = view[0];
    }
    return view.length > 0 ? 'there' : 'not there';
  };
  lab.watchFrames = (frames) => { lab.frames = frames; };
  lab.lookAtFrames = () => {
    const shown = {};
    let finished = document.readyState === 'complete';
    for (const { id, depth } of lab.frames) {
      const frame = document.querySelector(`iframe[data-i="${id}"]`);
      const loaded = frameLoads.has(String(id));
      shown[id] = frame && loaded ? shownAt(frame, depth) : 'loading';
      finished &&= loaded;
    }
    return { finished, frames: shown };
  };

  // Markup's own cases: their load and error events do not bubble but are seen while captured.
  for (const kind of ['load', 'error']) {
    document.addEventListener(kind, (event) => {
      const id = event.target?.dataset?.i;
      if (id && event.target.dataset.markup) note(id, kind);
    }, true);
  }
}
