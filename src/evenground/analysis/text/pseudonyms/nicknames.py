"""Short names for long ones, as English uses them. A small list of our own; a roster's column “also” adds the rest."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

_SHORT: Final = """
    alexander alexandra: alex al lex sandy xander sasha
    andrew: andy drew
    anthony antony: tony ant
    barbara: barb babs
    benjamin: ben benny
    catherine katherine kathryn catharine: cath kath kate katie cathy kathy kitty kay
    charles charlotte: charlie chas chuck lottie
    christine christina: chris chrissie tina
    christopher: chris kit topher
    daniel danielle: dan danny dani
    david: dave davey davy
    deborah debra: deb debs debbie
    dorothy: dot dottie dolly
    edward edwin: ed eddie ted ned teddy
    eleanor elinor: ellie nell nora
    elizabeth elisabeth: liz lizzie beth betty bess eliza libby lisa bet
    emily emma: em emmy
    florence: flo florrie
    frances francis: fran frank frankie
    frederick: fred freddie
    gabriel gabrielle: gabe gabby
    geoffrey jeffrey: geoff jeff
    george georgina: georgie
    gerald gerard: gerry jerry
    gillian jillian: gill jill
    gregory: greg
    harold henry: harry hal hank
    helen: nell
    isabel isabelle isabella: izzy bella belle
    jacob: jake
    jacqueline: jackie jacqui
    james: jim jimmy jamie jem
    janet: jan
    jean jeanette: jeannie
    jennifer: jen jenny jenni
    jessica: jess jessie
    joanne joanna: jo joey
    john jonathan: jon johnny jack jonny
    joseph josephine: joe jo joey josie
    joshua: josh
    judith: judy jude
    julia julian: jules
    kenneth: ken kenny
    kimberley kimberly: kim
    lawrence laurence: larry laurie lozza
    leonard: len lenny leo
    leslie lesley: les
    lillian lilian: lily
    louise louis: lou
    lucinda: lucy cindy
    margaret: maggie meg peggy marge margie greta mags daisy madge
    martin: marty
    mary maria: molly polly mamie
    matthew: matt matty
    maureen: mo
    maximilian: max
    michael: mike mick mickey mikey
    michelle: shell chelle
    mohammed muhammad mohamed mohammad: mo
    nancy: nan
    natalie natasha: nat tasha
    nathan nathaniel: nat nate
    nicholas nicola nicole: nick nicky nikki nic
    olivia: liv livvy
    oliver: ollie
    pamela: pam
    patricia: pat patsy trish tricia patti
    patrick: pat paddy
    peter: pete
    philip phillip philippa: phil pip
    raymond: ray
    rebecca: becky becca
    reginald: reg reggie
    richard: rick dick richie ricky rich dickie
    robert: bob bobby rob robbie bert
    roberta: bobbie
    ronald: ron ronnie
    rosemary: rose rosie
    samuel samantha: sam sammy
    sandra: sandy
    sarah sara: sally sadie
    sebastian: seb
    sidney sydney: sid syd
    simon: si
    stanley: stan
    stephen steven stephanie: steve steph ste stevie
    stuart stewart: stu
    susan suzanne susanna: sue susie suzie suzy
    teresa theresa: terry tess tessa
    terence: terry tel
    theodore: ted theo teddy
    thomas: tom tommy
    timothy: tim timmy
    valerie: val
    veronica: ronnie nica
    victoria: vicky vikki tori vic
    vincent: vince vinny
    virginia: ginny
    walter: wally walt
    wilfred: wilf
    william: bill will billy willy liam
    winifred: win winnie freda
    yvonne: eve
    zachary: zach zac
"""


def _nicknames() -> dict[str, frozenset[str]]:
    short: defaultdict[str, set[str]] = defaultdict(set)
    for line in _SHORT.strip().splitlines():
        longs, _, shorts = line.partition(":")
        for one in longs.split():
            short[one].update(shorts.split())
        for one in shorts.split():  # who is Bill in the roster is met as William too
            short[one].update(longs.split())
    return {name: frozenset(others - {name}) for name, others in sorted(short.items())}


NICKNAMES: Final = _nicknames()
