/* plumb.js - comfort, never need: theme, copy buttons, the heading in view, search key. It is deferred. */
(function () {
  var root = document.documentElement, ground = document.querySelector('head style');
  function make(tag, props) { return Object.assign(document.createElement(tag), props) }
  /* a host whose policy does not know these ground.css and ground.js refuses them: then both come late, from files */
  if (ground && !ground.sheet) ground.replaceWith(make('link', { rel: 'stylesheet', href: document.currentScript.dataset.ground }));
  try {
    var chosen = localStorage.getItem('plumb-theme');
    if (/^(light|dark)$/.test(chosen)) root.dataset.theme = chosen;
  } catch (e) { /* private */ }
  var idOf = function (hash) { try { return decodeURIComponent(hash.slice(1)) } catch (e) { return '' } };
  var all = function (q, f) { document.querySelectorAll(q).forEach(f) };

  /* theme: auto, light, dark */
  all('.theme', function (label) {
    var choice = label.lastElementChild;
    choice.value = root.dataset.theme || '';
    choice.addEventListener('change', function () {
      root.dataset.theme = choice.value;
      try { localStorage.setItem('plumb-theme', choice.value) } catch (e) { /* private */ }
    });
    label.hidden = false;
  });

  var large = document.currentScript.dataset.figure, brought;
  function more(e, verb, of) {
    if (e) e.preventDefault();
    if (window.plumbMore) return plumbMore[verb](of);
    if (!brought) document.head.append(brought = make('script', { src: large }));
    brought.addEventListener('load', function () { plumbMore[verb](of) });
  }

  /* what scrolls sideways must be reachable by keyboard */
  function reach() {
    all('pre, .table, .frame', function (e) {
      var cut = e.scrollWidth > e.clientWidth + 1, w = e.parentNode.querySelector('.wraps');
      if (cut) e.tabIndex = 0; else e.removeAttribute('tabindex');
      if (w) w.hidden = !cut && e.className !== 'wrap';
    });
  }
  addEventListener('resize', reach);

  /* copy; where lines begin with a prompt, only what was typed */
  all('.code', function (box) {
    var b = make('button', { type: 'button', className: 'copy', textContent: 'Copy' }), code = box.querySelector('code');
    var pre = box.querySelector('pre'), wraps = make('button', { type: 'button', className: 'wraps', textContent: 'Wrap', hidden: true }), tools = make('div', { className: 'tools' });
    wraps.addEventListener('click', function () { pre.classList.toggle('wrap') });
    tools.append(wraps);
    box.appendChild(tools);
    if (navigator.clipboard) tools.append(b);
    tools.append(make('button', { type: 'button', textContent: 'Link', onmousedown: function (e) { e.preventDefault() }, onclick: function () { more(0, 'link', box) } }));
    b.addEventListener('click', function (e) {
      if (/(^|lang-(bash|sh|shell|zsh|console|text|shell-?session))$/.test(code.className.split(' ')[0]) && /^\$ /m.test(code.textContent)) more(e, 'typed', b);
      else navigator.clipboard.writeText(code.textContent).then(function () { b.textContent = 'Copied' });
    });
    b.addEventListener('blur', function () { b.textContent = 'Copy' });
  });

  /* boxes that readers tick: kept in this browser, by page and text */
  all('main', function (main) {
    var key = 'plumb-ticks:' + location.pathname, kept = {};
    try { kept = JSON.parse(localStorage.getItem(key)) || {} } catch (e) { /* private */ }
    main.querySelectorAll('.tasks input').forEach(function (box) {
      var name = box.parentNode.textContent.trim();
      if (name in kept) box.checked = kept[name];
      box.addEventListener('change', function () {
        kept[name] = box.checked;
        try { localStorage.setItem(key, JSON.stringify(kept)) } catch (e) { /* private */ }
      });
    });
  });

  /* the heading in view, in the table of contents */
  var links = {}, here;
  all('.toc a', function (a) { links[idOf(a.hash)] = a });
  function follow() {
    var found, end = innerHeight + scrollY + 4 >= root.scrollHeight;
    all('main h2[id], main h3[id]', function (h) {
      if (links[h.id] && (!found || end || h.getBoundingClientRect().top < 130)) found = links[h.id];
    });
    if (found === here) return;
    if (here) here.removeAttribute('aria-current');
    here = found;
    if (!found) return;
    found.setAttribute('aria-current', 'true');
    all('.bar button span', function (s) { s.textContent = 'On this page: ' + found.textContent });
    show(found);
  }
  /* scrolls a list so that its current entry is seen, and no entry at its top by half */
  function show(a) {
    var box = a.closest('[popover]'), edge = box.getBoundingClientRect(), at = a.getBoundingClientRect(), top;
    if (at.top > edge.top + 32 && at.bottom < edge.bottom - 32) return;
    top = at.top - box.clientHeight / 2;
    box.querySelectorAll('a').forEach(function (e) {
      var y = e.getBoundingClientRect().top;
      if (y && y <= top + 20) at = e.getBoundingClientRect();
    });
    top = box.scrollTop + at.top - edge.top - 4;
    box.scrollTop = top;
    if (box.scrollTop < top - 1) box.lastElementChild.style.marginBottom = top - box.scrollTop + 9 + 'px';
    box.scrollTop = top;
  }
  all('[popover]', function (box) {
    box.addEventListener('toggle', function (e) {
      var a = box.querySelector('[aria-current]');
      if (e.target === box && e.newState === 'open' && a) show(a);
    });
  });
  var waiting;
  addEventListener('scroll', function () {
    if (waiting) return;
    waiting = requestAnimationFrame(function () { waiting = 0; follow() });
  }, { passive: true });
  /* once the page is laid out and painted, so that measuring it costs nothing more; one task each */
  addEventListener('load', function () {
    requestAnimationFrame(function () { [reach, follow].forEach(function (f) { setTimeout(f) }) });
  });

  /* a link into this page closes the drawer it stands in */
  all('[popover] a', function (a) {
    a.addEventListener('click', function () {
      var p = a.closest('[popover]');
      if (p.hidePopover && p.matches(':popover-open')) p.hidePopover();
    });
  });
  /* the pages of a section that this page does not list come when it is unfolded; without a server the link leads there */
  all('.tree [data-more]', function (a) {
    var d = make('details', { innerHTML: '<summary>Pages</summary>' });
    a.after(d);
    d.addEventListener('toggle', function () { if (d.open && !d.children[1]) more(0, 'unfold', d) });
  });
  /* what a reader opens or folds stays so, but for the way to the current page */
  var folds = {}, tree = document.getElementById('nav');
  try { folds = JSON.parse(sessionStorage.getItem('plumb-tree')) || {} } catch (e) { /* private */ }
  all('.tree details', function (d) {
    var name = d.parentNode.firstElementChild.textContent;
    if (name in folds && !d.querySelector('[aria-current]')) d.open = folds[name];
    d.firstElementChild.addEventListener('click', function () {
      folds[name] = !d.open;
      try { sessionStorage.setItem('plumb-tree', JSON.stringify(folds)) } catch (e) { /* private */ }
    });
  });
  if (tree && tree.scrollHeight > tree.clientHeight) all('.tree [aria-current]', show);

  /* / searches; Escape quiets a tooltip; the link to a folded list opens it */
  addEventListener('keydown', function (e) {
    var t = e.target, s = document.querySelector('.search');
    if (e.key === 'Escape') {
      if (t.matches('.claim, .term')) t.blur();
      all('.claim:hover, .term:hover', function (c) {
        c.classList.add('quiet');
        c.addEventListener('mouseleave', function () { c.classList.remove('quiet') }, { once: true });
      });
    }
    if (s && (e.key === '/' || (e.key === 'k' && (e.ctrlKey || e.metaKey))) && !/^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName)) {
      e.preventDefault();
      s.click();
    }
  });
  /* search comes when it is asked for; without it the link leads to the list of all pages */
  all('.search', function (a) {
    var asked;
    a.addEventListener('click', function (e) {
      if (e.ctrlKey || e.metaKey || e.shiftKey) return;
      e.preventDefault();
      if (asked) return window.plumbSearch && plumbSearch.open();
      asked = make('script', { src: a.href.replace(/[^\/]*$/, 'search.js'), onerror: function () { location = a.href } });
      document.head.append(asked);
    });
  });
  /* the script of a form comes when it is touched, or when the address carries its values */
  all('[data-script]', function (box) {
    var script = make('script', { src: box.dataset.script });
    function come(e) {
      if (e.target.type === 'button') script.addEventListener('load', function () { e.target.click() });
      document.head.append(script);
    }
    ['pointerdown', 'focusin'].forEach(function (type) { box.addEventListener(type, come, { once: true }) });
    if (/=/.test(location.hash)) come({ target: box });
  });
  /* a figure opens large; without script the link does, as a file */
  all('.figure .frame svg, .figure .enlarge', function (svg) {
    svg.addEventListener('click', function (e) {
      if (!large || e.ctrlKey || e.metaKey || e.shiftKey || e.target.closest('.frame a')) return;
      more(e, 'figure', e.target.closest('.figure'));
    });
  });

  /* a table as CSV and a figure as PNG are made when asked; a long table is sorted and filtered, a broad one shown full */
  function offer(to, label, verb, name) {
    var a = to.appendChild(make('a', { textContent: label, href: '#', download: name || '' }));
    a.addEventListener('click', function (e) { if (!/^blob/.test(a.href)) more(e, verb, a) });
  }
  all('[data-csv]', function (p) {
    var t = p.previousElementSibling;
    if (t.querySelector('tbody tr:nth-child(11)')) offer(p, 'Sort and filter', 'sort');
    if (t.querySelector('th:nth-child(9)')) offer(p, 'Full width', 'full');
    offer(p, 'CSV', 'csv', 'table.csv');
  });
  all('.figure .take', function (box) {
    var svg = box.querySelector('[href$=".svg"]');
    if (svg && !box.querySelector('[href$=".png"]')) offer(box, 'PNG', 'png', svg.pathname.replace(/.*\/|svg$/g, '') + 'png');
  });
  function unfold() {
    var id = idOf(location.hash), e = document.getElementById(id), lines = /^(.+?)-L(\d+)(?:-L(\d+))?$/.exec(id);
    if (e && e.tagName === 'DETAILS') e.open = true;
    if (lines && !e) more(0, 'lines', lines);
  }
  addEventListener('hashchange', unfold);
  unfold();
})();
