/* versions.js - behind the list of versions that stand beside each other: a choice in the head of each page, and a word on old ones. */
(function (list) {
  var me = document.currentScript.dataset, head = document.querySelector('.top'), main = document.querySelector('main');
  function there(folder) { return me.root + '../' + folder + '/' + me.url + (location.protocol === 'file:' ? 'index.html' : '') }
  var own = list.find(function (v) { return v.version === me.version }), best = list.find(function (v) { return v.aliases.length }) || list[0];
  var label = document.createElement('label'), choice = document.createElement('select');
  label.className = 'theme versions';
  label.append('Version:', choice);
  list.forEach(function (v) {
    var o = new Option(v.version + (v.aliases.length ? ' (' + v.aliases.join(', ') + ')' : ''), v.version);
    o.selected = v === own;
    choice.append(o);
  });
  choice.addEventListener('change', function () { location = there(choice.value) });
  if (head) head.insertBefore(label, head.querySelector('.theme'));
  if (!own || own === best || !main) return;
  var p = document.createElement('p'), a = document.createElement('a');
  p.className = 'old-version';
  p.setAttribute('role', 'note');
  a.href = there(best.aliases[0] || best.version);
  a.textContent = 'this page in ' + best.version;
  p.append('This is version ' + own.version + ', which is not the latest. Read ', a, '.');
  main.prepend(p);
})(VERSIONS);
