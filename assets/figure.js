/* figure.js - what readers ask for: a figure large, moved by pointer and arrow keys, scaled by wheel, two fingers, + and -. plumb.js brings
   it when a figure is first asked for. */
var plumbMore = {}, plumbSheet = new CSSStyleSheet();
plumbSheet.replaceSync(`
dialog.large { width: 100vw; height: 100dvh; max-width: none; max-height: none; padding: 0; border: 0; background: var(--paper); color: var(--ink); overflow: hidden }
.large > p { display: flex; gap: .5rem; justify-content: flex-end; height: 3rem; margin: 0; padding: .5rem; font-size: .875rem }
.large output { flex: 1; align-self: center; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }
.large > div { height: calc(100% - 3rem); overflow: hidden; touch-action: none; cursor: grab }
.large svg { max-width: none; margin: 0; transform-origin: 0 0; cursor: inherit }
.table.full { position: fixed; inset: 0; z-index: 8; margin: 0; padding: 1rem; max-height: none; overflow: auto; background: var(--paper) }
.table th button { padding: 0; border: 0; background: none; color: inherit; font: inherit; text-align: inherit; cursor: pointer }
th[aria-sort] button::after { content: " ↑" / "" }
th[aria-sort="descending"] button::after { content: " ↓" / "" }
::highlight(lines) { background-color: var(--accent-soft) }
.filter { display: block; margin-bottom: .4rem; padding: .25rem .5rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); color: inherit; font: inherit; font-size: .9rem }
`);
document.adoptedStyleSheets = [plumbSheet];
plumbMore.figure = (function () {
  var d = document.createElement('dialog'), at = {}, moved, back, svg, x, y, k;
  d.className = 'large';
  d.innerHTML = '<p><output></output><button>Smaller</button><button>Larger</button><button>Fit</button><button autofocus>Close</button></p><div tabindex="0" role="group"></div>';
  var stage = d.lastChild, said = d.querySelector('output'), buttons = d.querySelectorAll('button');
  function place() { svg.style.transform = 'translate(' + x + 'px,' + y + 'px) scale(' + k + ')' }
  function fit() {
    var b = svg.viewBox.baseVal;
    k = Math.min(stage.clientWidth / b.width, stage.clientHeight / b.height, 4);
    x = (stage.clientWidth - b.width * k) / 2;
    y = (stage.clientHeight - b.height * k) / 2;
    place();
  }
  function scale(f, px, py) {
    f = Math.max(.2, Math.min(20, k * f)) / k;
    x = px - (px - x) * f;
    y = py - (py - y) * f;
    k *= f;
    place();
  }
  function zoom(f) { scale(f, stage.clientWidth / 2, stage.clientHeight / 2) }
  function move(dx, dy) { x += dx; y += dy; place() }
  [function () { zoom(.8) }, function () { zoom(1.25) }, fit, function () { d.close() }].forEach(function (f, i) { buttons[i].onclick = f });
  d.onkeydown = function (e) {
    var by = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[e.key];
    if (by) move(by[0], by[1]);
    else if (e.key === '+' || e.key === '=') zoom(1.25);
    else if (e.key === '-') zoom(.8);
    else if (e.key === '0') fit();
    else return;
    e.preventDefault();
  };
  stage.onwheel = function (e) {
    var r = stage.getBoundingClientRect();
    e.preventDefault();
    scale(Math.exp(-e.deltaY / 400), e.clientX - r.left, e.clientY - r.top);
  };
  stage.onpointerdown = function (e) { at[e.pointerId] = e; moved = 0 };
  stage.onpointermove = function (e) {
    var was = at[e.pointerId], ids = Object.keys(at), r = stage.getBoundingClientRect(), other;
    if (!was) return;
    other = ids[1] && at[ids[ids[0] == e.pointerId ? 1 : 0]];
    if (other) scale(Math.hypot(e.clientX - other.clientX, e.clientY - other.clientY) / (Math.hypot(was.clientX - other.clientX, was.clientY - other.clientY) || 1),
      (e.clientX + other.clientX) / 2 - r.left, (e.clientY + other.clientY) / 2 - r.top);
    else move(e.clientX - was.clientX, e.clientY - was.clientY);
    moved += Math.abs(e.clientX - was.clientX) + Math.abs(e.clientY - was.clientY);
    at[e.pointerId] = e;
  };
  stage.onpointerup = stage.onpointercancel = stage.onpointerleave = function (e) { delete at[e.pointerId] };
  stage.addEventListener('click', function (e) { if (moved > 5) e.preventDefault() }, true);
  /* values: what a group is called and says */
  function tell(e) {
    var g = e.target.closest('g[aria-label]'), t = g && g.querySelector(':scope > title');
    said.textContent = t ? t.textContent : g ? g.getAttribute('aria-label') : '';
  }
  stage.addEventListener('focusin', tell);
  stage.addEventListener('pointerover', tell);
  d.onclose = function () {
    stage.querySelectorAll('g[tabindex]').forEach(function (g) { g.removeAttribute('tabindex') });
    svg.style.transform = '';
    back.replaceWith(svg);
  };
  document.body.append(d);
  /* the picture itself goes there and back: its parts refer to each other by ids, which must not stand twice */
  return function (figure) {
    svg = figure.querySelector('.broad svg, .frame > svg');
    if (!svg || d.open) return;
    back = document.createElement('i');
    back.style.cssText = 'display:block;height:' + svg.getBoundingClientRect().height + 'px';
    svg.replaceWith(back);
    stage.replaceChildren(svg);
    stage.setAttribute('aria-label', figure.querySelector('.frame').getAttribute('aria-label'));
    svg.querySelectorAll('g > title').forEach(function (t) { if (!t.closest('a')) t.parentNode.tabIndex = 0 });
    d.showModal();
    fit();
  };
})();

/* ---- tables ---- */
(function (more) {
  function table(a) { return a.parentNode.previousElementSibling }
  function text(c) {
    c = c.cloneNode(true);
    c.querySelectorAll('.tip, .unseen').forEach(function (t) { t.remove() });
    return c.textContent.trim().replace(/\s+/g, ' ');
  }
  function go(a, blob) { a.href = URL.createObjectURL(blob); a.click() }
  /* a cell that a sheet would compute is quoted */
  more.csv = function (a) {
    var rows = [].map.call(table(a).querySelectorAll('tr'), function (r) {
      return [].map.call(r.cells, function (c) {
        var t = text(c).replace(/"/g, '""');
        return '"' + (/^[=+\-@]/.test(t) && !/^[+-][\d.,% ]+$/.test(t) ? "'" : '') + t + '"';
      }).join();
    });
    go(a, new Blob([rows.join('\r\n') + '\r\n'], { type: 'text/csv' }));
  };
  more.png = function (a) {
    var svg = a.parentNode.querySelector('[href$=".svg"]'), i = new Image(), c = document.createElement('canvas');
    i.onload = function () {
      c.width = 2 * i.width;
      c.height = 2 * i.height;
      c.getContext('2d').drawImage(i, 0, 0, c.width, c.height);
      try { c.toBlob(function (b) { go(a, b) }) } catch (x) { location = svg.href } /* from disk */
    };
    i.src = svg.href;
  };
  /* lines of code that an address names ("#fence.2-L3-L5") are marked and brought into view */
  more.lines = function (m) {
    var box = document.getElementById(m[1]), code = box && box.querySelector('pre code'), from = +m[2], to = +(m[3] || from), line = 1, r = document.createRange(), walk, t, i;
    if (!code) return;
    r.selectNodeContents(code);
    walk = document.createTreeWalker(code, NodeFilter.SHOW_TEXT);
    while ((t = walk.nextNode())) for (i = 0; i < t.length; i++) if (t.data[i] === '\n') {
      if (++line === from) r.setStart(t, i + 1);
      if (line === to + 1) r.setEnd(t, i);
    }
    if (window.Highlight) CSS.highlights.set('lines', new Highlight(r));
    scrollBy(0, r.getBoundingClientRect().top - innerHeight / 3);
  };
  /* the address of the lines that are selected, else of the first, in the address bar and to paste */
  more.link = function (box) {
    var s = getSelection(), code = box.querySelector('code'), r = document.createRange(), from = 1, to = 1;
    if (s.rangeCount && code.contains(s.anchorNode) && code.contains(s.focusNode)) {
      var chosen = s.getRangeAt(0), text = chosen.toString();
      r.setStart(code, 0);
      r.setEnd(chosen.startContainer, chosen.startOffset);
      from = r.toString().split('\n').length;
      to = from + text.replace(/\n$/, '').split('\n').length - 1;
    }
    location.hash = box.id + '-L' + from + (to > from ? '-L' + to : '');
    if (navigator.clipboard) navigator.clipboard.writeText(location.href);
  };
  /* the pages of a section, as its own page lists them */
  more.unfold = function (d) {
    var a = d.previousElementSibling;
    fetch(a.href).then(function (r) { return r.text() }).then(function (text) {
      var page = new DOMParser().parseFromString(text, 'text/html'), base = page.createElement('base');
      base.href = a.href;
      page.head.prepend(base);
      page.querySelectorAll('.tree a').forEach(function (l) { l.href = l.href });
      d.append(page.querySelector('.tree [aria-current] + details > ul'));
    }).catch(function () {
      if (d.matches(':focus-within')) location = a.href;
      d.open = false;
    });
  };
  /* what was typed at prompts, with the lines that a backslash leads on to */
  more.typed = function (b) {
    var code = b.closest('.code').querySelector('code'), on, prompt = /console|session/.test(code.className) ? /^[$#%] / : /^\$ /;
    navigator.clipboard.writeText(code.textContent.split('\n').filter(function (l) {
      var mine = on || prompt.test(l);
      on = mine && /\\$/.test(l);
      return mine;
    }).map(function (l) { return l.replace(prompt, '').replace(/^> /, '') }).join('\n') + '\n').then(function () { b.textContent = 'Copied' });
  };
  more.full = function (a) {
    var t = table(a);
    function leave() {
      t.classList.remove('full');
      removeEventListener('keydown', key);
      b.remove();
      a.focus();
    }
    function key(e) { if (e.key === 'Escape') leave() }
    var b = document.createElement('button');
    b.textContent = 'Close';
    b.onclick = leave;
    t.prepend(b);
    t.classList.add('full');
    addEventListener('keydown', key);
    b.focus();
  };
  /* what a cell sorts by: its number, else its text */
  function value(r, i) {
    var t = r.cells[i] ? text(r.cells[i]) : '', n = parseFloat(t.replace(/^[^\d.-]+/, '').replace(/,(?=\d{3})/g, ''));
    return /^\W{0,2}[\d.]/.test(t) ? n : t.toLowerCase();
  }
  more.sort = function (a) {
    var t = table(a), body = t.querySelector('tbody'), rows = [].slice.call(body.rows), heads = t.querySelectorAll('thead th');
    var total = rows.filter(function (r) { return r.className === 'total' }), free = rows.filter(function (r) { return r.className !== 'total' });
    var f = document.createElement('input');
    f.className = 'filter';
    f.type = 'search';
    f.setAttribute('aria-label', f.placeholder = 'Filter rows');
    f.oninput = function () {
      free.forEach(function (r) { r.hidden = text(r).toLowerCase().indexOf(f.value.toLowerCase()) < 0 });
    };
    t.before(f);
    heads.forEach(function (h, i) {
      var b = document.createElement('button');
      b.append.apply(b, h.childNodes);
      h.append(b);
      b.onclick = function () {
        var down = h.getAttribute('aria-sort') === 'ascending' ? -1 : 1;
        heads.forEach(function (o) { o.removeAttribute('aria-sort') });
        h.setAttribute('aria-sort', down < 0 ? 'descending' : 'ascending');
        free.sort(function (x, y) {
          x = value(x, i);
          y = value(y, i);
          return down * (typeof x !== typeof y ? (typeof x === 'number' ? -1 : 1) : x < y ? -1 : x > y ? 1 : 0);
        });
        body.append.apply(body, free.concat(total));
      };
    });
    a.remove();
    f.focus();
  };
})(plumbMore);
