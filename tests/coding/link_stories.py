"""Short stories of our own, half of them without any reversal: texts, the events in them, and the links wanted.

An event is (who, the word that names the act[, to whom]); a link is (kind, words of the later one, of the earlier).
"""

STORIES = [
    # ------------------------------------------------------------------------------------------ with a link
    (
        "The government of Chile promised to reopen the northern pass. On Friday Chile reopened the northern pass.",
        [("Chile", "reopened")],
        [("fulfils", "reopened", "reopen the northern pass")],
    ),
    (
        "Kenya vowed to send 200 nurses to Haiti. A year later Kenya sent 200 nurses to Haiti.",
        [("Kenya", "sent", "Haiti")],
        [("fulfils", "sent", "send 200 nurses to Haiti")],
    ),
    (
        "Turkey threatened to close the port of Mersin. On Monday Turkey closed the port of Mersin.",
        [("Turkey", "closed")],
        [("fulfils", "closed", "close the port of Mersin")],
    ),
    (
        "Peru pledged to deliver the promised fuel. But Peru did not deliver the fuel.",
        [("Peru", "did not deliver")],
        [("breaks", "deliver", "deliver the promised fuel")],
    ),
    (
        "Norway planned to withdraw its engineers from Mali. "
        "Norway has now abandoned its plan to withdraw its engineers.",
        [],
        [("drops", "withdraw its engineers", "withdraw its engineers from Mali")],
    ),
    (
        "Japan said it would buy forty ferries. On Tuesday Japan said it would not buy the ferries.",
        [],
        [("drops", "buy the ferries", "buy forty ferries")],
    ),
    (
        "Ghana promised to free the fishermen. Ghana now refuses to free the fishermen.",
        [],
        [("breaks", "free the fishermen", "free the fishermen")],
    ),
    (
        "Serbia refused to extradite the general. Under pressure, Serbia extradited the general on Sunday.",
        [("Serbia", "extradited")],
        [("reverses", "extradited", "extradite the general")],
    ),
    (
        "Qatar ruled out joining the naval mission. Three weeks later Qatar agreed to join the naval mission.",
        [],
        [("reverses", "join the naval mission", "joining the naval mission")],
    ),
    (
        "Latvia will not recognise the vote. On Thursday Latvia recognised the vote.",
        [("Latvia", "recognised")],
        [("reverses", "recognised", "recognise the vote")],
    ),
    (
        "Sudan did not shell the market, its spokesman insisted on Wednesday. "
        "Witnesses say Sudan shelled the market.",
        [("Sudan", "did not shell"), ("Sudan", "shelled")],
        [("contradicts", "shelled", "did not shell")],
    ),
    (
        "Ethiopia denied that it bombed the dam. Satellite pictures show that Ethiopia bombed the dam.",
        [("Ethiopia", "bombed"), ("Ethiopia", "bombed the dam.", None, -1)],
        [("contradicts", "bombed", "bombed")],
    ),
    (
        "Brazil is ready to host the talks. Brazil offered again on Friday to host the talks.",
        [],
        [("repeats", "host the talks", "host the talks")],
    ),
    (
        "Iraq vowed to rebuild the bridge at Hit. Iraq plans to rebuild the bridge by May.",
        [],
        [("repeats", "rebuild the bridge", "rebuild the bridge at Hit")],
    ),
    (
        "Cuba intends to release the two pilots. On Monday Cuba released both pilots.",
        [("Cuba", "released")],
        [("fulfils", "released", "release the two pilots")],
    ),
    (
        "India declined to sign the fishing treaty in March. In June India signed the fishing treaty.",
        [("India", "signed")],
        [("reverses", "signed", "sign the fishing treaty")],
    ),
    # --------------------------------------------------------------------------------------- without any link
    (
        "Chile promised to reopen the northern pass. Argentina reopened the southern tunnel.",
        [("Argentina", "reopened")],
        [],
    ),
    (
        "Kenya vowed to send nurses to Haiti. Kenya sent soldiers to Somalia.",
        [("Kenya", "sent", "Somalia")],
        [],
    ),
    (
        "Turkey threatened to close the port of Mersin. Turkey closed two border crossings.",
        [("Turkey", "closed")],
        [],
    ),
    (
        "Peru did not deliver the fuel. Bolivia delivered the medicine.",
        [("Peru", "did not deliver"), ("Bolivia", "delivered")],
        [],
    ),
    (
        "Norway plans to withdraw its engineers from Mali. Norway condemned the attack on the camp.",
        [("Norway", "condemned")],
        [],
    ),
    (
        "Japan said it would buy forty ferries. It would not say who builds them.",
        [],
        [],
    ),
    (
        "Ghana freed the fishermen on Monday. Togo refuses to free the fishermen.",
        [("Ghana", "freed")],
        [],
    ),
    (
        "Serbia extradited the general. Croatia extradited a banker.",
        [("Serbia", "extradited"), ("Croatia", "extradited")],
        [],
    ),
    (
        "Qatar ruled out joining the naval mission. Qatar agreed to fund a hospital.",
        [],
        [],
    ),
    (
        "Latvia recognised the vote. Estonia has not yet recognised the vote.",
        [("Latvia", "recognised"), ("Estonia", "has not yet recognised")],
        [],
    ),
    (
        "Sudan shelled the market on Wednesday. Sudan also shelled a bus station.",
        [("Sudan", "shelled"), ("Sudan", "also shelled")],
        [],
    ),
    (
        "Ethiopia bombed the dam. Egypt denounced the bombing.",
        [("Ethiopia", "bombed"), ("Egypt", "denounced")],
        [],
    ),
    (
        "Brazil may host the talks. Brazil hosted a football match.",
        [("Brazil", "hosted")],
        [],
    ),
    (
        "Iraq vowed to rebuild the bridge at Hit. Iran vowed to rebuild the bridge at Hit.",
        [],
        [],
    ),
    (
        "Cuba released two pilots. Cuba has not released the journalist.",
        [("Cuba", "released"), ("Cuba", "has not released")],
        [],
    ),
    (
        "India signed the fishing treaty in June. India declined to sign the mining accord.",
        [("India", "signed")],
        [],
    ),
    (
        "France promised 300 tents to Nepal. France sent 40 doctors to Nepal.",
        [("France", "sent", "Nepal")],
        [],
    ),
    (
        "Poland threatened to expel two envoys. The envoys left Poland for a holiday.",
        [],
        [],
    ),
]
