/* ground.js - stands in the head of every page and runs before anything is painted, so a chosen theme does not flash. */
try {
  const t = localStorage.getItem('plumb-theme');
  if (/^(light|dark)$/.test(t)) document.documentElement.dataset.theme = t;
} catch (e) { }
