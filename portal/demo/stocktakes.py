"""Eight illustrative stocktakes: four of each unit, each in another sector."""

from portal.demo.stocktakes_khyber import KP_STOCKTAKES
from portal.demo.stocktakes_punjab import PUNJAB_STOCKTAKES

STOCKTAKES = PUNJAB_STOCKTAKES + KP_STOCKTAKES
