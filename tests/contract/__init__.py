"""Tests that every search engine must pass, and those of each engine's own."""

import pytest

pytest.register_assert_rewrite(
    "tests.contract.engine_contract", "tests.contract.access_contract"
)
