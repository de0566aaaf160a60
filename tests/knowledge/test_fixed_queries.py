"""Queries that are put together once."""

import pytest

from knowledge.fixed_queries import fixed_query
from knowledge.models import DeliveryUnit
from tests import factories


@pytest.fixture
def named():
    made = []

    @fixed_query
    def ask():
        """Return the numbers of units of a name."""
        made.append(1)
        return DeliveryUnit.objects.order_by().filter(name="none").values_list("pk")

    ask.made = made
    return ask


def test_it_is_put_together_once_and_asked_with_other_values(db, named):
    unit = factories.DeliveryUnitFactory(name="Delivery Unit of the Test")
    assert named("Delivery Unit of the Test") == [(unit.pk,)]
    assert named("Another") == []
    assert len(named.made) == 1


def test_without_values_it_is_asked_with_its_own(db, named):
    unit = factories.DeliveryUnitFactory(name="none")
    assert named() == [(unit.pk,)]


def test_it_takes_no_other_number_of_values(db, named):
    with pytest.raises(TypeError, match="has 1 parameters"):
        named("one", "two")


def test_it_keeps_its_description(named):
    assert named.__doc__ == "Return the numbers of units of a name."
