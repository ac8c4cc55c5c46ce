"""Whatever libpq takes as a database is taken for the read models too."""

from __future__ import annotations

import pytest
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import create_engine, text

from escalon.workers.projecting import views_url


def forms(database: str) -> dict[str, str]:
    parts = conninfo_to_dict(database)
    host, port, name, user = (parts.get(key, "") for key in ("host", "port", "dbname", "user"))
    return {
        "a URL": database,
        "names and values": f"host={host} port={port} dbname={name} user={user}",
        "several hosts": f"postgresql://{user}@{host}:1,{host}:{port}/{name}",
        "options": f"postgresql://{user}@{host}:{port}/{name}?options=-cstatement_timeout%3D9s",
    }


@pytest.mark.parametrize("form", ["a URL", "names and values", "several hosts", "options"])
def test_each_form_of_a_database_leads_to_its_views(database, form):
    engine = create_engine(views_url(forms(database)[form]))
    with engine.connect() as connection:
        found = connection.execute(text("SHOW search_path")).scalar()
        patience = connection.execute(text("SHOW statement_timeout")).scalar()
    engine.dispose()

    assert (found, patience) == ("views", "9s" if form == "options" else "0")
