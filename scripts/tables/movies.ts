/**
 * Films and what they grossed, as a table for `shelfcast train` and `evaluate`, from movies.json of the npm package
 * vega-datasets (its description: "Contains known data quality issues and intentional errors").
 *
 *   npm pack vega-datasets@3.2.1 && tar xzf vega-datasets-3.2.1.tgz package/data/movies.json
 *   npx tsx scripts/tables/movies.ts package/data/movies.json movies.csv
 *
 * Left out: what accrues after the release (ratings, votes, DVD sales, the gross of one country), and films without a
 * known gross, for which the data say 0.
 */
import { readFileSync } from 'node:fs';
import { stringify } from 'csv-stringify/sync';
import { writeWhole } from '../../src/common/writeWhole';

type Film = Record<string, string | number | null>;

/** The data end in 2010 or so: a later year was written with two digits and read wrong. */
const LAST_YEAR = 2011;

const [source, out] = process.argv.slice(2);
if (!source || !out) throw new Error('usage: npx tsx scripts/tables/movies.ts movies.json movies.csv');
const films = JSON.parse(readFileSync(source, 'utf8')) as Film[];
void writeWhole(out, stringify(films.filter(hasGross).map(row), { header: true }));

function hasGross(film: Film): boolean {
  return typeof film['Worldwide Gross'] === 'number' && film['Worldwide Gross'] > 0;
}

function row(film: Film): Film {
  const [month, , year] = String(film['Release Date']).split(' ');
  const released = Number(year) > LAST_YEAR ? Number(year) - 100 : Number(year);
  return {
    title: film.Title,
    director: film.Director,
    budget: film['Production Budget'] || null,
    running_time: film['Running Time min'],
    year: Number.isNaN(released) ? null : released,
    month,
    genre: film['Major Genre'],
    creative_type: film['Creative Type'],
    source: film.Source,
    rating: film['MPAA Rating'],
    distributor: film.Distributor,
    gross: film['Worldwide Gross'],
  };
}
