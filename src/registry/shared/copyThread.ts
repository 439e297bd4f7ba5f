import { parentPort, workerData } from 'node:worker_threads';
import { copyView } from './copyView';

const { file, to } = workerData as { file: string; to: string };
parentPort!.postMessage(copyView(file, to));
