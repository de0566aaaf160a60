"""What a list can be narrowed by, as its readers see it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, with how much of the list has it."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with the values that are shown.

    `more` counts the values that are not, which `more_url` shows.
    """

    name: str
    title: str
    choices: list[Choice]
    more: int = 0
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """What a list is narrowed by, and the address without it."""

    facet: str
    label: str
    url: str
