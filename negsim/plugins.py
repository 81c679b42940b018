"""The stable address of what a plug-in needs: the contracts of every kind, and the words they are made of.

The modules behind it may move; these names stay. Nothing is defined here.
"""

from negsim.agents.conduct.contract import Books, Echo, Ground, News, Rule, Totals
from negsim.agents.contract import Constituent, ConstituentRow
from negsim.agents.firm import Firm, FirmSettings
from negsim.agents.government import Government
from negsim.agents.interest_group import InterestGroup
from negsim.arrays import Array, Mask
from negsim.bargaining.issue import Issue
from negsim.bargaining.mechanism import BROKEN_DOWN, Mechanism, NegotiationState
from negsim.bargaining.move import Accept, Entry, Move, Offer, Reject, Wait, WalkAway, WorldEvent
from negsim.bargaining.outcome import Outcome, OutcomeSpace
from negsim.bargaining.strategies.time_dependent import TimeDependent
from negsim.bargaining.strategy import AcceptanceCondition, Bidding, OpponentModel, Proposal, Strategy
from negsim.bargaining.utility.function import UtilityFunction, from_values
from negsim.bargaining.utility.table import Block
from negsim.bargaining.view import Estimate, PartyView
from negsim.economy.policy import TradePolicy
from negsim.errors import ConfigError, IllegalMove
from negsim.experiment.designs.contract import Design, Sample, spread
from negsim.experiment.designs.factor import Factor, Levels, Range
from negsim.experiment.metrics.contract import Metric
from negsim.politics.ratification.contract import Contested, Ratification
from negsim.politics.terms.contract import Term
from negsim.registry import preset, register
from negsim.rng import stream
from negsim.settings.field import Status, setting
from negsim.talks.record import RunRecord
from negsim.world.conditions import Conditions
from negsim.world.event import Certain, Effect, Event, Happening, Now, Occasion, OneDay, Rewrite
from negsim.world.features import Features
from negsim.world.rule import IssueRule, TradeBase
from negsim.world.situation import Consequences
from negsim.world.world import World
