/** Device pixels per CSS pixel: sharp in print. */
const SCALE = 2;
/** Controls, which the picture leaves out. */
const LEFT_OUT = '.keep, .skip';

/** A placeholder would look like typed text. */
function fill(node: Node): void {
  if (node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement)
    node.removeAttribute('placeholder');
}

/** Saves a part of the page as PNG. */
export async function savePicture(part: HTMLElement): Promise<void> {
  const { domToBlob } = await import('modern-screenshot');
  // A copy has only the values in attributes.
  for (const area of part.querySelectorAll('textarea')) area.defaultValue = area.value;
  for (const choice of part.querySelectorAll<HTMLInputElement>('input[type=radio]'))
    choice.defaultChecked = choice.checked;
  const end = part.querySelector('.keep')?.getBoundingClientRect().top;
  const picture = await domToBlob(part, {
    type: 'image/png',
    scale: SCALE,
    backgroundColor: getComputedStyle(document.body).backgroundColor,
    filter: (node) => !(node instanceof Element && node.matches(LEFT_OUT)),
    font: false,
    ...(end !== undefined && { height: Math.ceil(end - part.getBoundingClientRect().top) }),
    onCloneEachNode: (node) => fill(node),
  });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(picture);
  link.download = `${document.title.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`;
  link.click();
  URL.revokeObjectURL(link.href);
}
