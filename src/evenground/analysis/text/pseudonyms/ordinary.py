"""Words that are also names. A small list of our own."""

from __future__ import annotations

from typing import Final

from evenground.analysis.text.pseudonyms.words import listed

MONTHS: Final = listed("january february march april may june july august september october november december")
_DAYS: Final = listed("monday tuesday wednesday thursday friday saturday sunday christmas easter")

ORDINARY: Final = MONTHS | _DAYS | listed("""
    will mark grace rose hope faith joy dawn summer sunny winter autumn rich frank bill bob jack pat sue art gene guy dean
    earl drew grant miles chase hunter carter mason cooper cook baker taylor potter smith king prince bishop pope knight
    noble brown green white black grey gray gold golden silver stone stones wood woods hill hills hall halls field fields
    lake rivers brook brooks bank banks park parks lane street church house day days frost snow young old long short small
    little large poor good best wise sharp strong sweet love bell bells ball cross rice bean beans berry cherry olive ivy
    lily daisy violet heather holly iris jasmine poppy basil sage ginger pepper amber ruby pearl jade crystal star stars sky
    dale glen cliff forest heath marsh ford bridge bridges pool reading bath sale bury rugby deal wells price cost ward wards
    nurse doctor page read reader walker rider porter carer turner fisher fish hunt hand head foot blood pain savage gamble
    power powers speaker english french scots welsh irish holland norman christian general major marshal marshall constable
    chamber chambers case nice trust man men mann low lowe high west east north south new newton hart heart fox wolf lamb
    bird swan crane drake finch martin robin jay wren rook nightingale hawk falcon penny patience prudence charity mercy
    verity constance clement victor max roger harry nick rob mike chuck skip buddy dusty rusty rocky sandy stormy misty
    ant tel shell dot dick pip eve win tom tip jet gill gale colt bella dolly curt ray jean flora max nan minor sally tad
    in an so do he you my we us to too see on or at be am is it as by no go up me of if hi oh ha ho ng li lee
    tan hung sing song sung long ming wang sun moon ray bay may jan don dot dolly candy honey sky skye angel rain ash
    oak elm peter pan wade ride ryder singer dancer archer butler chandler dyer farmer fletcher gardener glover harper miner
    miller painter parson parsons piper plumber priest sailor sawyer shepherd skinner slater tanner thatcher tyler weaver
    abbey abbot monk dean deacon steward stewart page squire duke baron lord lady law laws rule ruler judge just justice
    pick pitt sand sands shore lodge mill mills moss mount neal nicely peace peak pike pitt plant pond post pound rush
    rust sample sane sail salt say self shade sheep shine ship side sides silk sparks spear speed spring still stock
    stocks stout strange street style swift tall tate temple thing tide till toll town train trip tripp true tuck twist
    vale vane vice view wall walls wait waite want war warm water waters way ways weeks well wells wheel wheeler
    wild wills win wing wit worth worthy wrath wright yard york zone care support access change change choice early
    care home hope help line link path place point step unit centre clinic hospital health service services team group
    council city county borough university college school surgery practice community network partnership association
""")  # fmt: skip

# Words that stand near many names by a letter and are never one misspelt.
NEVER_MISSPELT: Final = ORDINARY | listed("""
    the and that this there their they them then than these those thing things think with when what where which while who
    whom whose why have has had having here her hers his him himself herself how just know known like look made make many
    more most much must need never next none nothing now okay once only other others our ours out over own part people
    perhaps please quite really right said same says seem seemed seems she should since some someone something sometimes
    soon such sure take taken tell thank thanks though thought three through time times today together told tomorrow
    tonight under until upon used very want wanted wants was were work worked working works would yeah year years yes yet
    your yours about after again against all almost alone along already also although always among another any anyone
    anything around away back because been before behind being below best better between both but came can cannot come
    comes could did does doing done down each either else enough even ever every everyone everything family far few find
    first five for found four friend friends from full gave get gets getting give given gives going gone got great
    interviewer participant facilitator moderator researcher respondent patient patients moved marked willing
""")  # fmt: skip
