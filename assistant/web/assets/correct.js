() => {
  // After the panel opens, the value is ready to be typed; after it closes, its row has the focus.
  const from = document.activeElement && document.activeElement.dataset && document.activeElement.dataset.yj;
  if (from && from.includes('/edit!')) window.yjEdited = from;
  if (!window.yjCorrecting) {
    window.yjCorrecting = true;
    document.addEventListener('keydown', (event) => {
      const panel = document.querySelector('#yj-correct');
      const near = panel && panel.offsetParent && (panel.contains(event.target) || event.target.closest('#yj-facts'));
      if (event.key === 'Escape' && near) document.querySelector('#yj-correct-cancel').click();
    });
  }
  setTimeout(() => {
    const box = document.querySelector('#yj-correct-value textarea, #yj-correct-value input');
    if (box && box.offsetParent) {
      if (document.activeElement === box) return; // somebody types already
      box.focus();
      box.select();
      document.querySelector('#yj-correct').scrollIntoView({ block: 'nearest' });
      return;
    }
    const buttons = [...document.querySelectorAll('#yj-facts [data-yj*="/edit!"]')];
    const row = (window.yjEdited || '').split(':').slice(0, 3).join(':') + ':';
    const back = buttons.find((one) => one.dataset.yj === window.yjEdited) || buttons.find((one) => one.dataset.yj.startsWith(row));
    const target = back || document.querySelector('#yj-facts .yj-list');
    if (target && target.offsetParent) target.focus();
  }, 120);
}
