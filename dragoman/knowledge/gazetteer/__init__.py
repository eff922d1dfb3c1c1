"""Where is what: places of the world by name, kept as columns that are looked up and never unpacked.

    gazetteer = load()
    [gazetteer.place(i).name for i, _ in gazetteer.find("Sochi")]

``sources/`` are the tables that people edit (features, abbreviations, spellings, outlets, points),
``../built/gazetteer.zst`` the form that is loaded. ``tools/gazetteer/build.py`` makes it from them and from GeoNames'
cities; ``docs/places.md`` says how.
"""

from dragoman.knowledge.gazetteer.form import BUILT, KINDS, SOURCES
from dragoman.knowledge.gazetteer.lookup import Gazetteer, Known, load

__all__ = ["BUILT", "KINDS", "SOURCES", "Gazetteer", "Known", "load"]
