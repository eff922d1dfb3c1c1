"""Who is who on a day: states, bodies, people, offices, kept as readable tables and built into a fast form.

    knowledge = load()
    knowledge.actor("the Kremlin", date="2024-11-09").code     # 'RUSGOV'

``sources/`` are the tables that people edit, ``built/`` the form that is loaded, made from them by
``python -m dragoman.knowledge.build``; ``docs/actors.md`` says how to add a person or a body.
"""

from dragoman.knowledge.entities import Candidate
from dragoman.knowledge.lookup import Answer, Knowledge, load

__all__ = ["Answer", "Candidate", "Knowledge", "load"]
