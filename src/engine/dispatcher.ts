import { ShelfcastError } from '../contract/errors';
import { type InferenceChild, InferenceProcessDied } from './inferenceChild';

/** A user sends batches to the processes. */
export interface ProcessUser {
  /** Called when a process could take a batch. */
  onFree(): void;
  /** Called with `not_ready` when the last process turned out not to start: waiting work will not be taken soon. */
  onLost(error: ShelfcastError): void;
}

/** An encoder, and a model's heads by their key. */
export interface Needs {
  encoder: number;
  key?: string;
}

/** The processes that run jobs. */
export interface Workers {
  ready(): InferenceChild[];
  serves(child: InferenceChild, needs: Needs): boolean;
  /** Called when there is work for one more. */
  wake(): void;
  /** Why no job is accepted now; null if jobs are accepted. */
  refusal(): ShelfcastError | null;
}

interface Job<T> {
  /** What has to be loaded for it; null: nothing. */
  needs: Needs | null;
  /** Whether the process may take it now. */
  fits(child: InferenceChild): boolean;
  send(child: InferenceChild): Promise<T>;
  /** How many processes ended while running it. */
  deaths: number;
  mostDeaths: number;
  /** How many processes stopped answering while they had it. */
  hangs: number;
  resolve(result: T): void;
  reject(error: Error): void;
}

/** Each process has one batch running and one waiting, so that it never idles while the next one is sent. */
export const ENCODES_PER_PROCESS = 2;
/** One more process is worth its memory once jobs that met no free process outnumber those that did by this many. */
const MANY_MORE = 16;
/** Seconds for clients to wait before another try, approximately. */
export const RETRY_SECONDS = 5;
/** A job whose process ended runs once more elsewhere; if that ends too, the job counts as the cause. */
const MOST_DEATHS = 2;
/** A process that hangs was more often stopped from outside than by its request. */
const MOST_HANGS = 3;

/** Gives every job to the least busy process, and to another one if that process ends meanwhile. */
export class Dispatcher {
  private readonly waiting: Job<unknown>[] = [];
  private users: ProcessUser[] = [];
  private turn = 0;
  /** Jobs that met no free process, minus those that did, never below 0. */
  private metBusy = 0;

  constructor(private readonly workers: Workers) {}

  /** Tells a user about free room and lost processes from now on; several users take turns at being told first. */
  attach(user: ProcessUser): void {
    this.users.push(user);
  }

  detach(user: ProcessUser): void {
    this.users = this.users.filter((other) => other !== user);
  }

  /** Batches that processes can take now without waiting here. */
  get freeSlots(): number {
    let free = -this.waiting.length;
    for (const child of this.workers.ready()) free += Math.max(0, ENCODES_PER_PROCESS - child.encodes);
    return Math.max(0, free);
  }

  /** Runs a job in the least busy process, and in another one if that ends meanwhile. */
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

  /** Gives waiting jobs to processes that can take them, then tells users about remaining room. */
  advance(): void {
    for (const job of this.waiting.splice(0)) this.dispatch(job);
    const { users } = this;
    const first = this.turn++;
    for (let at = 0; at < users.length && this.freeSlots > 0; at++)
      users[(first + at) % users.length].onFree();
  }

  /** No process will take jobs soon: rejects what waits, and tells the users. */
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

/** Whether a process has less to do than another, or as much but for longer already. */
function isSooner(child: InferenceChild, other: InferenceChild): boolean {
  return child.load < other.load || (child.load === other.load && child.oldestAge() > other.oldestAge());
}
