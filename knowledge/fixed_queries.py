"""Queries that are asked with every page and never change: put together once.

To put a small query together takes Django several times as long as the database takes
to answer it.
"""

from collections.abc import Callable
from functools import cache

from django.db import connection
from django.db.models import Manager, Model, QuerySet


def fixed_query(make: Callable[[], QuerySet]) -> Callable[..., list[tuple]]:
    """Turn a function that makes a query set of values into one that asks it.

    The function is called once, when the query is asked first. What it becomes returns
    the rows, as the database has them: ask for whole numbers and texts only, which all
    databases have alike. It takes other values for the parameters of the query, for all
    in their order or for none.
    """
    statement = _statement_of(make)

    def ask(*parameters) -> list[tuple]:
        _records, sql, values = statement(*parameters)
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    ask.__doc__ = make.__doc__
    return ask


def fixed_records(make: Callable[[], QuerySet]) -> Callable[..., list[Model]]:
    """Do the same for a query set of whole records, without those related to them."""
    statement = _statement_of(make)

    def ask(*parameters) -> list[Model]:
        records, sql, values = statement(*parameters)
        return list(records.raw(sql, values))

    ask.__doc__ = make.__doc__
    return ask


def _statement_of(
    make: Callable[[], QuerySet],
) -> Callable[..., tuple[Manager, str, tuple]]:
    """Return what returns the SQL of a query set, and its parameters or other ones.

    And first of all the manager of its records.
    """

    @cache
    def compiled() -> tuple[Manager, str, tuple]:
        queryset = make()
        return queryset.model._base_manager, *queryset.query.sql_with_params()

    def statement(*parameters) -> tuple[Manager, str, tuple]:
        records, sql, made_with = compiled()
        if parameters and len(parameters) != len(made_with):
            raise TypeError(f"The query has {len(made_with)} parameters: {sql}")
        return records, sql, parameters or made_with

    return statement
