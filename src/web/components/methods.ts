import { methods } from '../../languages/en/methods';
import type { Task } from '../../contract/evaluation/task';
import { isKnownMethod, methodNamed } from '../../languages/speaker';
import { pageSpeaker, t } from '../languages/speech';

/** The page's name of a model or method of an evaluation; unknown ones keep their own name. */
export function methodName(name: string): string {
  return methodNamed(pageSpeaker(), name);
}

/** A method's description; undefined for an unknown one. */
export function methodTerm(name: string): string | undefined {
  return isKnownMethod(name) ? t(`methods.is.${name}`) : undefined;
}

export function isTask(name: string): name is Task {
  return name in methods.task;
}

export function taskTitle(task: Task): string {
  return t(`methods.task.${task}`);
}

export function taskTerm(task: Task): string {
  return t(`methods.taskIs.${task}`);
}
