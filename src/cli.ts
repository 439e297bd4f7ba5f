#!/usr/bin/env node
import './common/compileCache';
import { messageOf, runProgram } from './cli/program';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`shelfcast: standard output: ${messageOf(error)}\n`);
  process.exit(1);
});

void runProgram(process.argv.slice(2)).then((status) => {
  // A failed command may still hold handles open; they must not keep the process running.
  if (status !== 0) process.exit(status);
});
