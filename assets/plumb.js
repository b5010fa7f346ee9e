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

  /* what scrolls sideways must be reachable by keyboard */
  function reach() {
    all('pre, .table, .frame', function (e) {
      if (e.scrollWidth > e.clientWidth + 1) e.tabIndex = 0; else e.removeAttribute('tabindex');
    });
  }
  addEventListener('resize', reach);

  /* copy: of a console, only what was typed */
  if (navigator.clipboard) all('.code', function (box) {
    var b = make('button', { type: 'button', className: 'copy', textContent: 'Copy' }), code = box.querySelector('code');
    b.addEventListener('click', function () {
      var t = code.textContent;
      if (/lang-(console|shell-session)/.test(code.className) && /^\$ /m.test(t))
        t = t.split('\n').filter(function (l) { return /^[$#] /.test(l) }).map(function (l) { return l.slice(2) }).join('\n') + '\n';
      navigator.clipboard.writeText(t).then(function () {
        b.textContent = 'Copied';
        setTimeout(function () { b.textContent = 'Copy' }, 1500);
      });
    });
    box.appendChild(b);
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
    if (found) found.setAttribute('aria-current', 'true');
    here = found;
  }
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
  all('.tree [aria-current]', function (a) {
    var box = a.closest('.tree');
    if (a.offsetTop > box.clientHeight - 40) box.scrollTop = a.offsetTop - box.clientHeight / 2;
  });

  /* / searches; Escape quiets a tooltip; the link to a folded list opens it */
  addEventListener('keydown', function (e) {
    var t = e.target, s = document.querySelector('.search');
    if (e.key === 'Escape') {
      if (t.matches('.claim')) t.blur();
      all('.claim:hover', function (c) {
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
  /* a script that a page offers comes with its button, or when the address carries its values */
  all('button[data-script]', function (b) {
    var box = b.parentNode;
    function come() {
      document.head.append(make('script', { src: b.dataset.script, onload: function () {
        b.remove();
        if (!/=/.test(location.hash)) box.querySelector('button, input').focus();
      } }));
    }
    b.addEventListener('click', come, { once: true });
    b.hidden = false;
    if (/=/.test(location.hash)) come();
  });
  /* a table as CSV and a figure as PNG are made here, when asked; a cell that a sheet would compute is quoted */
  function offer(to, label, name) { return to.appendChild(make('a', { textContent: label, href: '#', download: name })) }
  all('[data-csv]', function (p) {
    offer(p, 'CSV', 'table.csv').addEventListener('click', function () {
      var rows = [].map.call(p.previousElementSibling.querySelectorAll('tr'), function (r) {
        return [].map.call(r.cells, function (c) {
          c = c.cloneNode(true);
          c.querySelectorAll('.tip').forEach(function (t) { t.remove() });
          var t = c.textContent.trim().replace(/\s+/g, ' ').replace(/"/g, '""');
          return '"' + (/^[=+\-@]/.test(t) && !/^[+-][\d.,% ]+$/.test(t) ? "'" : '') + t + '"';
        }).join();
      });
      this.href = URL.createObjectURL(new Blob([rows.join('\r\n') + '\r\n'], { type: 'text/csv' }));
    });
  });
  all('.figure .take', function (box) {
    var svg = box.querySelector('[href$=".svg"]');
    if (!svg || box.children[1]) return;
    offer(box, 'PNG', svg.pathname.replace(/.*\/|svg$/g, '') + 'png').addEventListener('click', function (e) {
      var a = this, i = new Image(), c = make('canvas');
      if (/^blob/.test(a.href)) return;
      e.preventDefault();
      i.onload = function () {
        c.width = 2 * i.width;
        c.height = 2 * i.height;
        c.getContext('2d').drawImage(i, 0, 0, c.width, c.height);
        try { c.toBlob(function (b) { a.href = URL.createObjectURL(b); a.click() }) } catch (x) { location = svg.href } /* from disk */
      };
      i.src = svg.href;
    });
  });
  function unfold() {
    var e = document.getElementById(idOf(location.hash));
    if (e && e.tagName === 'DETAILS') e.open = true;
  }
  addEventListener('hashchange', unfold);
  unfold();
  addEventListener('beforeprint', function () {
    all('main > details, main > * > details', function (e) { if (!e.closest('figure')) e.open = true });
  });
})();
