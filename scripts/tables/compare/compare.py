"""The ways a data scientist would take to a table with text, on the folds of `shelfcast evaluate`.

    npx tsx scripts/tables/compare/rows.ts films.csv films.schema.json rows/films
    npx shelfcast evaluate --data films.csv --schema films.schema.json --out reports/films
    python scripts/tables/compare/compare.py rows/films [reports/films/report.json] [--folds 0,1] [--methods ...]

R2 of the target's logarithm (of the target where that is fitted), pooled over folds; seconds and the most memory of a fit.
Boosted trees choose their number on a fifth of a fit's rows, and then see all of them. Every method runs in a process of
its own, on one thread, so that time and memory are its own.
"""

import argparse
import json
import multiprocessing
import re
import resource
import time
from pathlib import Path

import numpy as np
import pandas as pd

SEED = 0
DIRECTIONS = 64
PATIENCE = 100
MOST_TREES = 2000


class Table:
    def __init__(self, directory: Path):
        told = json.loads((directory / 'rows.json').read_text())
        rows, schema = told['rows'], told['schema']
        target = np.array([row['target'] for row in rows])
        self.target = np.log1p(target) if schema['log_target'] else target
        self.fold = np.array([row['fold'] for row in rows])
        self.text = np.array([row['text'] for row in rows], dtype=object)
        self.numeric, self.categorical = schema['numeric'], schema['categorical']
        columns = pd.DataFrame([row['extras'] for row in rows], columns=[*self.numeric, *self.categorical])
        self.columns = columns.astype({name: float for name in self.numeric})
        separators = told.get('separators', {}).items()
        self.parts = pd.concat(
            [pd.DataFrame(index=columns.index), *(parts_of(columns[name], separator) for name, separator in separators)],
            axis=1,
        )
        self.vectors = np.fromfile(directory / 'vectors.f32', '<f4').reshape(len(rows), -1)


def parts_of(cells: pd.Series, separator: str) -> pd.DataFrame:
    """A flag for each value of cells that hold several, missing where the cell is."""
    flags = cells.str.replace(rf'\s*{re.escape(separator)}\s*', separator, regex=True).str.get_dummies(separator)
    return flags.astype(float).where(cells.notna()).add_prefix(f'{cells.name}=')


def trees(features: pd.DataFrame, target: np.ndarray, wanted: pd.DataFrame, **loss) -> np.ndarray:
    import lightgbm

    def model(count: int):
        return lightgbm.LGBMRegressor(
            n_estimators=count, learning_rate=0.03, num_leaves=31, subsample=0.8, subsample_freq=1,
            colsample_bytree=0.6, random_state=SEED, n_jobs=1, verbose=-1, **loss,
        )  # fmt: skip

    held, others = halves(len(target))
    stop = lightgbm.early_stopping(PATIENCE, verbose=False)
    first = model(MOST_TREES).fit(
        features.iloc[others], target[others], eval_set=[(features.iloc[held], target[held])], callbacks=[stop]
    )
    return model(max(20, first.best_iteration_)).fit(features, target).predict(wanted)


def halves(rows: int) -> tuple[np.ndarray, np.ndarray]:
    order = np.random.RandomState(SEED).permutation(rows)
    return order[: rows // 5], order[rows // 5 :]


def tfidf(table: Table, known: np.ndarray):
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)).fit(table.text[known]).transform(table.text)


def with_categories(table: Table, *further: pd.DataFrame) -> pd.DataFrame:
    columns = table.columns.astype({name: 'category' for name in table.categorical})
    return pd.concat([columns, table.parts, *further], axis=1)


def plain_trees(table: Table, known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    features = with_categories(table)
    return trees(features.iloc[known], table.target[known], features.iloc[wanted])


def trees_by_quantiles(table: Table, known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """The mean as shelfcast has it: Swanson's rule on the quantiles .1, .5 and .9, each fitted by its pinball loss."""
    features = with_categories(table)
    of_known, of_wanted = features.iloc[known], features.iloc[wanted]
    return sum(
        mass * trees(of_known, table.target[known], of_wanted, objective='quantile', alpha=level)
        for level, mass in [(0.1, 0.3), (0.5, 0.4), (0.9, 0.3)]
    )


def trees_on_words(table: Table, known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    from sklearn.decomposition import TruncatedSVD

    words = tfidf(table, known)
    found = TruncatedSVD(DIRECTIONS, random_state=SEED).fit(words[known]).transform(words)
    features = with_categories(table, pd.DataFrame(found).add_prefix('word '))
    return trees(features.iloc[known], table.target[known], features.iloc[wanted])


def trees_on_vectors(table: Table, known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    centred = table.vectors - table.vectors[known].mean(0)
    directions = np.linalg.svd(centred[known], full_matrices=False)[2][:DIRECTIONS]
    features = with_categories(table, pd.DataFrame(centred @ directions.T).add_prefix('direction '))
    return trees(features.iloc[known], table.target[known], features.iloc[wanted])


def catboost_on_text(table: Table, known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    from catboost import CatBoostRegressor, Pool

    columns = pd.concat([table.columns, table.parts], axis=1)
    for name in table.categorical:
        columns[name] = columns[name].astype(object).where(columns[name].notna(), 'missing').astype(str)
    columns['the text'] = table.text

    def pool(rows: np.ndarray) -> Pool:
        return Pool(columns.iloc[rows], table.target[rows], table.categorical, text_features=['the text'])

    def model(count: int, **stop):
        return CatBoostRegressor(
            iterations=count, learning_rate=0.05, random_seed=SEED, thread_count=1, verbose=0,
            allow_writing_files=False, **stop,
        )  # fmt: skip

    held, others = halves(len(known))
    first = model(MOST_TREES, early_stopping_rounds=PATIENCE).fit(pool(known[others]), eval_set=pool(known[held]))
    return model(max(20, first.tree_count_)).fit(pool(known)).predict(columns.iloc[wanted])


def ridge_on_words(table: Table, known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    from scipy.sparse import hstack
    from sklearn.linear_model import Ridge
    from sklearn.preprocessing import StandardScaler

    numbers = table.columns[table.numeric]
    logs = np.sign(numbers) * np.log1p(numbers.abs())
    whole = pd.concat([numbers, logs.add_suffix(' log'), numbers.isna().add_suffix(' missing')], axis=1)
    whole = whole.fillna(whole.iloc[known].median()).fillna(0).astype(float)
    scaled = StandardScaler().fit(whole.iloc[known]).transform(whole) if whole.shape[1] else whole.to_numpy()
    levels = pd.get_dummies(table.columns[table.categorical].astype(object)).astype(float)
    features = hstack([np.clip(scaled, -4, 4), levels, table.parts.fillna(0), tfidf(table, known)]).tocsr()
    held, others = halves(len(known))
    penalties = [0.3, 1, 3, 10, 30]
    errors = [
        np.square(
            Ridge(alpha=penalty).fit(features[known[others]], table.target[known[others]]).predict(features[known[held]])
            - table.target[known[held]]
        ).mean()
        for penalty in penalties
    ]
    best = Ridge(alpha=penalties[int(np.argmin(errors))])
    return best.fit(features[known], table.target[known]).predict(features[wanted])


METHODS = {
    'LightGBM, no text': plain_trees,
    'LightGBM, no text, by quantiles': trees_by_quantiles,
    'LightGBM, SVD of TF-IDF': trees_on_words,
    "LightGBM, the encoder's vectors": trees_on_vectors,
    'CatBoost, text features': catboost_on_text,
    'ridge on TF-IDF': ridge_on_words,
}


def measure(name: str, directory: Path, folds: list[int], answer) -> None:
    table = Table(directory)
    started = time.process_time()
    wrong = possible = 0.0
    for fold in folds:
        wanted, known = np.flatnonzero(table.fold == fold), np.flatnonzero(table.fold != fold)
        forecasts = METHODS[name](table, known, wanted)
        wrong += np.square(table.target[wanted] - forecasts).sum()
        possible += np.square(table.target[wanted] - table.target.mean()).sum()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.send((1 - wrong / possible, (time.process_time() - started) / len(folds), memory))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument('rows', type=Path)
    parser.add_argument('report', type=Path, nargs='?')
    parser.add_argument('--folds', default='')
    parser.add_argument('--methods', default=','.join(METHODS).replace(', ', '; '))
    asked = parser.parse_args()
    count = json.loads((asked.rows / 'rows.json').read_text())['folds']
    folds = [int(fold) for fold in asked.folds.split(',') if fold] or list(range(count))
    print(f'{asked.rows.name}, folds {folds}\n\n| method | R2 | seconds a fit | MB |\n| --- | --- | --- | --- |', flush=True)
    if asked.report:
        for model in json.loads(asked.report.read_text())['models']:
            if model['r2_log'] is not None:
                print(f'| shelfcast: {model["name"]} | {model["r2_log"]:.3f} | | |', flush=True)
    for name in asked.methods.split(','):
        name = name.replace('; ', ', ')
        ours, theirs = multiprocessing.get_context('spawn').Pipe()
        process = multiprocessing.get_context('spawn').Process(target=measure, args=(name, asked.rows, folds, theirs))
        process.start()
        process.join()
        if not ours.poll():
            print(f'| {name} | failed | | |', flush=True)
            continue
        r2, seconds, memory = ours.recv()
        print(f'| {name} | {r2:.3f} | {seconds:.0f} | {memory:.0f} |', flush=True)


if __name__ == '__main__':
    main()
