() => {
  const svg = document.querySelector('#yj-chart .yj-wide svg');
  if (!svg) return;
  const copy = svg.cloneNode(true);
  const box = svg.viewBox.baseVal;
  copy.setAttribute('width', box.width * 2);
  copy.setAttribute('height', box.height * 2);
  copy.setAttribute('font-family', getComputedStyle(svg).fontFamily);
  copy.setAttribute('font-size', '13');
  // On paper the page's dark theme has no say: dark letters, the colours that the bars carry.
  copy.querySelectorAll('text').forEach((node) => node.setAttribute('fill', '#1f2937'));
  const image = new Image();
  image.onload = () => {
    const canvas = document.createElement('canvas');
    canvas.width = box.width * 2;
    canvas.height = box.height * 2;
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#ffffff';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0);
    const link = document.createElement('a');
    link.download = (svg.getAttribute('aria-label') || '对比').replace(/[\\/:*?"<>|：]/g, '_') + '.png';
    link.href = canvas.toDataURL('image/png');
    link.click();
  };
  image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(new XMLSerializer().serializeToString(copy));
}
