"""A role of PostgreSQL under which the site *cannot* change rows that nobody may change, triggers or not.

The triggers stop everybody but the owner of the tables, who can take them off. So the site runs under a role that owns
nothing: it may read and add everywhere, change and delete where the site does, and of append-only tables set only the
few columns that are meant to be set later (a date of withdrawal, say). Migrating is the owner's.
"""

from __future__ import annotations

import re

from django.db.backends.base.base import BaseDatabaseWrapper

from coproduce.core.append_only import allowed_changes, marked_models

NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def statements(connection: BaseDatabaseWrapper, role: str) -> list[str]:
    """What the owner has to run, each time after migrating; again is as good as once.

    Raises:
        ValueError: where ``role`` is no plain name of a role.
    """
    if not NAME.fullmatch(role):
        raise ValueError("a role is named by small letters, digits and underscores")
    quote = connection.ops.quote_name
    name = quote(role)
    made = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"REVOKE CREATE ON SCHEMA public FROM {name}, PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
    ]
    closed = {model._meta.db_table: model for model in marked_models()}
    for table in sorted(connection.introspection.table_names()):
        if table == "django_migrations":
            made.append(f"GRANT SELECT ON {quote(table)} TO {name}")
        elif table not in closed:
            made.append(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {quote(table)} TO {name}")
        else:
            made.append(f"GRANT SELECT, INSERT ON {quote(table)} TO {name}")
            free = allowed_changes(closed[table])
            fields = closed[table]._meta.concrete_fields
            open_ones = [quote(str(field.column)) for field in fields if field.name in free]
            if open_ones:
                made.append(f"GRANT UPDATE ({', '.join(open_ones)}) ON {quote(table)} TO {name}")
    return made


def is_owner(connection: BaseDatabaseWrapper) -> bool:
    """Whether this connection may migrate: it owns the tables, or there are none yet. On SQLite everybody may."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE NOT pg_has_role(relowner, 'USAGE')) FROM pg_class c JOIN pg_namespace n "
            "ON n.oid = c.relnamespace WHERE n.nspname = current_schema() AND c.relkind = 'r'"
        )
        return not cursor.fetchone()[0]
