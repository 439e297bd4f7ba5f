import { type Language } from '../../languages/language';
import { type ReportSpeaker, reportSpeaker } from '../../languages/reportSpeaker';
import { loadPlot, type Plot } from './plot';

/** Draws and says a report in one language. */
export interface Reporter extends ReportSpeaker {
  plot: Plot;
}

export async function reporterIn(language: Language): Promise<Reporter> {
  return { plot: await loadPlot(), ...reportSpeaker(language) };
}
