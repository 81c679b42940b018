"""The trade data on which an earlier, independent program printed its figures."""

from negsim.economy.load import load_trade_data
from negsim.validation.earlier import earlier_data

DATA = load_trade_data()
PROTOTYPE = earlier_data()
