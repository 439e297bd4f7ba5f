import { parentPort, workerData } from 'node:worker_threads';
import { certain } from '../../common/certain';
import { copyView } from './copyView';

const { file, to } = workerData as { file: string; to: string };
certain(parentPort, 'thread that started this one').postMessage(copyView(file, to));
