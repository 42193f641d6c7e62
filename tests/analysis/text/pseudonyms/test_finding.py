"""How much is found, and how much too much: a made-up focus group in which every place to be found is marked «so».

Written by hand for this test, to be harder than most: raw spellings, ordinary words, people nobody listed.
"""

from __future__ import annotations

import re

from evenground.analysis.text.pseudonyms import Certainty, Entry, Kind, Roster, suggest

ROSTER = Roster((
    Entry("Margaret Rose Hill"),
    Entry("Dr Olufemi Adeyemi", also=("Femi",)),
    Entry("Siobhán Ní Bhriain", also=("Siobhan O'Brien",)),
    Entry("Mark Price"),
    Entry("Grace Wang"),
    Entry("Mohammed Iqbal"),
    Entry("Catherine Featherstonehaugh"),
    Entry("Northbank NHS Foundation Trust", Kind.ORGANISATION, ("Northbank Trust", "NFT")),
    Entry("St Oswin's Surgery", Kind.ORGANISATION, ("St Oswins",)),
    Entry("Saltmarsh", Kind.PLACE, (), "city"),
    Entry("Reading", Kind.PLACE, (), "city"),
    Entry("Huntington's disease", Kind.CONDITION, ("Huntingtons", "HD"), "[neurological condition]"),
))  # fmt: skip

MARKED = """\
«Margaret Hill»: Thanks for coming. I'm here with «Femi» from «Northbank NHS Foundation Trust», and my name is «Maggie Hill».
«Femi»: Good morning. Will it be recorded? It may be long.
«MARGARET»: Yes, «Femi». We mark each tape, and the price of «Mark»'s recorder was low.
«Mark Price»: I will say my name: «Mark Price», from the «Northbank Trust», in «Saltmarsh».
«Siobhán»: And I'm «Siobhan O’Brien». I moved from «Reading» in May, after reading about it. I like reading.
«Mark»: Dr «Adeyemi» asked me. So did «Siobhan», and «Dr Adeyemy»'s registrar.
«Grace»: By the grace of God. «Grace Wang» is me; «G. Wang» on the list. My mother is «93» and lives at «SM8 4QT».
Interviewer: Mrs «Kowalska», you have been quiet. Was it the hill up to the surgery?
Mrs «Kowalska»: «Iqbal»'s team came. «Mohamed» was kind. «Mo Iqbal», they call him. «Mohammed Iqball» on the letter.
«Catherine»: «Cath Featherstonehaugh» here. They always write «Fetherstonehaugh». I have «HD», that is «Huntington’s disease».
«Cath»: My NHS number, «943 476 5919», was read out. I was born on «3 April 1961». Ring me on «0151 496 0123».
«Kath»: Or write to «c.featherstonehaugh@example.org», it is on «www.example.org» too. I waited 1234567890 minutes.
«Femi»: At «St Oswins» the price went up. The «St Oswin's Surgery» board met. «NFT» paid.
«Price»: In March we went on a march. Grace periods are long. Rose bushes grew. Hope is not a plan. Mark my words.
«Hill»: The hills are high and the people are frank. Bill it to us. Thank you all, and thank «Mr Price».
Interviewer: Anything else? Nobody? Then we will stop at 12.30 and meet on «12 June 2016» in Ward 7B, room L.
"""
# Words marked with their title: the title may stay.
TITLES = re.compile(r"^(?:Dr|Mr|Mrs) ")


def marked() -> tuple[str, set[tuple[int, int]]]:
    text, places, start = "", set(), 0
    for piece in re.split("([«»])", MARKED):
        if piece == "«":
            start = len(text)
        elif piece == "»":
            title = TITLES.match(text[start:])
            places.add((start + (title.end() if title else 0), len(text)))
        else:
            text += piece
    return text, places


def test_what_is_found_and_what_too_much():
    text, wanted = marked()
    said = suggest({"": text}, roster=ROSTER)
    places = {(one.segment.start, one.segment.end): one for one in said}
    missed = sorted(text[slice(*place)] for place in wanted - places.keys())
    too_much = {place: one for place, one in places.items() if place not in wanted}
    surely = sorted(one.text for one in too_much.values() if one.certainty is not Certainty.LOW)

    print(f"{len(wanted)} places, {len(missed)} missed; {len(said)} suggested, {len(too_much)} too many")
    print(missed, [(one.text, one.certainty.value, one.reason) for one in too_much.values()])
    assert missed == []
    assert surely == []
