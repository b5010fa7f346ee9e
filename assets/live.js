/* live.js - for pages of plumb serve: comes back to the same place when the site changed, shows what is wrong with it. */
(function () {
  var me = document.currentScript.dataset, key = 'plumb-live', box;
  try {
    var was = JSON.parse(sessionStorage.getItem(key));
    sessionStorage.removeItem(key);
    if (was && was.at === location.pathname) {
      history.scrollRestoration = 'manual';
      addEventListener('load', function () { scrollTo(was.x, was.y) });
    }
  } catch (e) { /* private */ }
  function reload() {
    try { sessionStorage.setItem(key, JSON.stringify({ at: location.pathname, x: scrollX, y: scrollY })) } catch (e) { /* private */ }
    location.reload();
  }
  function show(title, text) {
    if (box) box.remove();
    box = null;
    if (!title) return;
    box = document.createElement('aside');
    box.id = 'plumb-live';
    box.setAttribute('role', 'status');
    box.setAttribute('aria-label', 'Findings of plumb serve');
    box.style.cssText = 'position:fixed;inset:auto 0 0 0;z-index:99;max-height:40vh;overflow:auto;padding:.6em 1em;' +
      'background:#23211e;color:#f6f3ec;border-top:3px solid #c8442c;font:13px/1.4 ui-monospace,monospace';
    var head = document.createElement('strong'), pre = document.createElement('pre'), close = document.createElement('button');
    head.textContent = title;
    close.textContent = 'Close';
    close.style.cssText = 'float:right;font:inherit';
    close.addEventListener('click', function () { show() });
    pre.textContent = text;
    pre.style.cssText = 'margin:.5em 0 0;background:none;color:inherit;border:0;padding:0;white-space:pre-wrap';
    box.append(close, head, pre);
    document.body.appendChild(box);
  }
  var events = new EventSource(me.events);
  events.onmessage = function (e) {
    var m = JSON.parse(e.data);
    if (String(m.rev) !== me.rev) return reload();
    show(!m.good ? 'The site could not be built: the last good one is shown' : m.text ? 'Findings' : '',
      m.text + (m.more ? '… the terminal has all of them' : ''));
  };
  events.onerror = function () { show('plumb serve has ended, or is busy', '') };
})();
