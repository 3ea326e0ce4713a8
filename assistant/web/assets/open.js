// A click (or Enter) on a link of this tab tells Python its key. One listener serves every tab.
// "#yj/TAB/KEY" opens a place in its own tab; "#yj/go-TAB/KEY" goes to a tab first.
window.yjOpen = window.yjOpen || {};
window.yjOpen['$TAB'] = (key) => trigger('click', { key });
if (!window.yjListening) {
  window.yjListening = true;
  const goTo = (name, key, tries) => {
    const tab = document.querySelector(`#yj-tabs [role="tab"][data-tab-id="${CSS.escape(name.slice(3))}"]`);
    if (tab && tab.getAttribute('aria-selected') !== 'true') tab.click();
    if (tab) tab.focus();
    // A tab is made when it is first shown: its opener appears a moment later.
    if (window.yjOpen[name]) window.yjOpen[name](key);
    else if (tries) setTimeout(goTo, 50, name, key, tries - 1);
  };
  // A place that was clicked is shown, however far down the page its pane stands (below, on a phone).
  const PLACE = /^[\w-]+\.\d+\.\d+$/;
  let clickedAt = 0;
  const reveal = () => {
    for (const mark of document.querySelectorAll('.yj-source .yj-mark')) {
      if (!mark.offsetParent || mark.closest('.yj-source').querySelector('.yj-mark') !== mark) continue;
      const at = mark.getBoundingClientRect();
      if (at.bottom > window.innerHeight || at.top < 0) mark.scrollIntoView({ block: 'center' });
    }
  };
  document.addEventListener('click', (event) => {
    const node = event.target.closest && event.target.closest('[data-yj], a[href*="#yj/"]');
    if (!node) return;
    event.preventDefault();
    event.stopPropagation();
    const href = node.getAttribute('data-yj') || decodeURIComponent(node.getAttribute('href').split('#yj/')[1]);
    const at = href.indexOf('/');
    const name = href.slice(0, at), key = href.slice(at + 1);
    if (PLACE.test(key)) {
      clickedAt = Date.now();
      setTimeout(reveal, 400); // the same place again changes nothing in the page
    }
    if (name.startsWith('go-')) goTo(name, key, 100);
    else if (window.yjOpen[name]) window.yjOpen[name](key);
  }, true);
  document.addEventListener('keydown', (event) => {
    if ((event.key === 'Enter' || event.key === ' ') && event.target.matches && event.target.matches('svg [data-yj]')) {
      event.preventDefault();
      event.target.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    }
  });
  // Gradio tells of a grid's cell only when it is clicked: what the arrows reach is told as well.
  let told;
  document.addEventListener('keyup', (event) => {
    const inGrid = (node) => node && node.closest && node.closest('[role="gridcell"]');
    if (!event.key.startsWith('Arrow') || !inGrid(event.target)) return;
    clearTimeout(told);
    told = setTimeout(() => {
      const cell = inGrid(document.activeElement);
      if (!cell || cell.querySelector('input, textarea')) return;
      for (const kind of ['mousedown', 'mouseup']) cell.dispatchEvent(new MouseEvent(kind, { bubbles: true }));
    }, 250);
  });
  const seen = new WeakSet();
  new MutationObserver(() => {
    for (const mark of document.querySelectorAll('.yj-source .yj-mark')) {
      const frame = mark.closest('.yj-source');
      if (seen.has(mark) || frame.querySelector('.yj-mark') !== mark) continue;
      seen.add(mark);
      const there = mark.getBoundingClientRect(), box = frame.getBoundingClientRect();
      frame.scrollTop += there.top - box.top - frame.clientHeight / 3;
      const wide = mark.closest('.yj-scroll');
      if (wide) wide.scrollLeft += there.left - wide.getBoundingClientRect().left - wide.clientWidth / 4;
      if (Date.now() - clickedAt < 10000) reveal();
    }
  }).observe(document.body, { childList: true, subtree: true });
}
