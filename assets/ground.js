/* ground.js - stands in the head of every page and runs before anything is painted, so a chosen theme does not flash. */
try {
  const t = localStorage.getItem('plumb-theme');
  if (/^(light|dark)$/.test(t)) document.documentElement.dataset.theme = t;
} catch (e) { }
/* Nothing is painted before the link to plumb.css has come: a table of which half has come would move with the rest. */
document.head.append(Object.assign(document.createElement('link'), { rel: 'expect', href: '#Sheet', blocking: 'render' }));
