/** Loaded before a program: at its end it tells what it used, as the last line of its error stream. */
process.on('exit', () => {
  require('node:fs').writeSync(2, `\nUSAGE ${JSON.stringify(process.resourceUsage())}\n`);
});
