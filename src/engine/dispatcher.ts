import { ShelfcastError } from '../contract/errors';
import { type InferenceChild, InferenceProcessDied } from './inferenceChild';

/** Who sends batches to the processes. */
export interface ProcessUser {
  /** Called when a process could take a batch. */
  onFree(): void;
  /** Called with `not_ready` when the last process turned out not to start: nothing that waits will be taken soon. */
  onLost(error: ShelfcastError): void;
}

/** An encoder, and a model's heads by their key. */
export interface Needs {
  encoder: number;
  key?: string;
}

/** The processes that jobs are given to. */
export interface Workers {
  ready(): InferenceChild[];
  serves(child: InferenceChild, needs: Needs): boolean;
  /** There is work for one more. */
  wake(): void;
  /** Why no job is taken now; null where they are. */
  refusal(): ShelfcastError | null;
}

interface Job<T> {
  /** What it is done with; null: it needs nothing that is loaded. */
  needs: Needs | null;
  /** Whether the process may take it now. */
  fits(child: InferenceChild): boolean;
  send(child: InferenceChild): Promise<T>;
  /** Processes that ended while they ran it, and how many may. */
  deaths: number;
  mostDeaths: number;
  /** Processes that no longer answered while they had it. */
  hangs: number;
  resolve(result: T): void;
  reject(error: Error): void;
}

/** Each process has one batch running and one waiting, so that it never idles while the next one travels. */
export const ENCODES_PER_PROCESS = 2;
/** So many jobs more that no process was free for than that one was: one more is worth its memory. */
const MANY_MORE = 16;
/** Until what is lost or lacking is tried again, about. */
export const RETRY_SECONDS = 5;
/** A job whose process ended is run once more elsewhere; after that it is taken for the cause. */
const MOST_DEATHS = 2;
/** A process is stopped from outside more often than by what it was asked. */
const MOST_HANGS = 3;

/** Gives every job to the process that has least to do, and to another one where that ends meanwhile. */
export class Dispatcher {
  private readonly waiting: Job<unknown>[] = [];
  private users: ProcessUser[] = [];
  private turn = 0;
  /** Jobs that met no process without another one, less those that did, never below 0. */
  private metBusy = 0;

  constructor(private readonly workers: Workers) {}

  /** Has a user told of room and loss from now on; with several they take turns at being told first. */
  attach(user: ProcessUser): void {
    this.users.push(user);
  }

  detach(user: ProcessUser): void {
    this.users = this.users.filter((other) => other !== user);
  }

  /** Batches that processes may be given now without waiting in here. */
  get freeSlots(): number {
    let free = -this.waiting.length;
    for (const child of this.workers.ready()) free += Math.max(0, ENCODES_PER_PROCESS - child.encodes);
    return Math.max(0, free);
  }

  /** Has the process that has least to do run a job; another one where it ends meanwhile. */
  run<T>(
    send: Job<T>['send'],
    {
      needs = null,
      fits = () => true,
      mostDeaths = MOST_DEATHS,
    }: Partial<Pick<Job<T>, 'needs' | 'fits' | 'mostDeaths'>> = {},
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.dispatch({
        send,
        needs,
        fits,
        deaths: 0,
        hangs: 0,
        mostDeaths,
        resolve,
        reject,
      } as Job<T> as Job<unknown>);
    });
  }

  /** Gives waiting jobs to processes that can take them, then says that there may be room for more. */
  advance(): void {
    for (const job of this.waiting.splice(0)) this.dispatch(job);
    const { users } = this;
    const first = this.turn++;
    for (let at = 0; at < users.length && this.freeSlots > 0; at++)
      users[(first + at) % users.length].onFree();
  }

  /** No process will take anything soon: nothing waits any longer, and the users are told. */
  lose(error: ShelfcastError): void {
    this.rejectWaiting(error);
    for (const user of this.users) user.onLost(error);
  }

  rejectWaiting(error: ShelfcastError): void {
    for (const job of this.waiting.splice(0)) job.reject(error);
  }

  private dispatch(job: Job<unknown>): void {
    const refused = this.workers.refusal();
    if (refused) return job.reject(refused);
    const ready = this.workers.ready();
    const able = ready.filter((child) => !job.needs || this.workers.serves(child, job.needs));
    if (ready.length > 0 && able.length === 0)
      return job.reject(
        new ShelfcastError(
          'not_ready',
          'The files of this encoder or model cannot be read now; the log says why. It is tried again.',
          { retryAfterSeconds: RETRY_SECONDS },
        ),
      );
    const fitting = able.filter((child) => job.fits(child));
    if (job.needs)
      this.metBusy = Math.max(0, this.metBusy + (fitting.every(({ load }) => load > 0) ? 1 : -1));
    if (fitting.length === 0) this.waiting.push(job);
    else this.send(job, fitting);
    if (ready.length === 0 || this.metBusy >= MANY_MORE) this.workers.wake();
  }

  private send(job: Job<unknown>, fitting: readonly InferenceChild[]): void {
    const child = fitting.reduce((best, other) => (isSooner(other, best) ? other : best));
    job.send(child).then(
      (result) => {
        job.resolve(result);
        this.advance();
      },
      (error: Error) => {
        this.failed(job, error);
        this.advance();
      },
    );
  }

  private failed(job: Job<unknown>, error: Error): void {
    if (!(error instanceof InferenceProcessDied)) return job.reject(error);
    if (error.suspect && error.hung) job.hangs++;
    else if (error.suspect) job.deaths++;
    if (job.deaths >= job.mostDeaths || job.hangs >= MOST_HANGS) return job.reject(error);
    return this.dispatch(job);
  }
}

/** Whether a process has less to do than another, or as much and for longer already. */
function isSooner(child: InferenceChild, other: InferenceChild): boolean {
  return child.load < other.load || (child.load === other.load && child.oldestAge() > other.oldestAge());
}
