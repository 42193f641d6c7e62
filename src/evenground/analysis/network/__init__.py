"""Who has ties with whom: read them, say how the network stands, draw it, and suggest who should meet.

Start with `read_network` and `indicators`. Ties come from events first (`ties_from_events`), from surveys second; what
people who did not answer leave open is in the limits of every figure. Figures here are true ones, for inside: counts of
people by group (`group_counts`) pass the gate in `evenground.analysis.disclosure` before they are shown, as `measured_table`
and `release`; indicators pass it as `released_estimates(…, units="n")`.
"""

from evenground.analysis.network.change import change_between
from evenground.analysis.network.events import ties_from_events
from evenground.analysis.network.export import Exported, export
from evenground.analysis.network.indicators import brokers, group_counts, indicators, people_figures
from evenground.analysis.network.layout import layout
from evenground.analysis.network.meeting import Suggestion, who_should_meet
from evenground.analysis.network.paths import Betweenness, betweenness
from evenground.analysis.network.picture import picture
from evenground.analysis.network.pseudonyms import pseudonyms
from evenground.analysis.network.reading import read_network
from evenground.analysis.network.ties import Network

__all__ = [
    "Betweenness",
    "Exported",
    "Network",
    "Suggestion",
    "betweenness",
    "brokers",
    "change_between",
    "export",
    "group_counts",
    "indicators",
    "layout",
    "people_figures",
    "picture",
    "pseudonyms",
    "read_network",
    "ties_from_events",
    "who_should_meet",
]
