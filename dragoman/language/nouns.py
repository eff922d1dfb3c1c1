"""Words by which mentions are told apart: pronouns, titles, nouns for people, groups, bodies and places.

General English only, from the closed classes and from the vocabulary of news; which offices and agent nouns there
are, and what they mean, is knowledge (``dragoman/knowledge``), not language.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib import resources

__all__ = [
    "BODIES",
    "COMPANIES",
    "FEMALE",
    "FEMALE_TITLES",
    "GROUPS",
    "MALE",
    "MALE_TITLES",
    "PEOPLE",
    "PERSONS",
    "PLACES",
    "PRONOUNS",
    "REPORTING",
    "STATES",
    "TIMES",
    "TITLES",
    "fold",
    "given_names",
    "is_agent",
    "word_set",
]


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for lists of words."""
    return frozenset(text.split())


PRONOUNS: dict[str, tuple[str, str, str]] = {
    **dict.fromkeys(word_set("he him his himself"), ("he", "m", "s")),
    **dict.fromkeys(word_set("she her hers herself"), ("he", "f", "s")),
    **dict.fromkeys(word_set("it its itself"), ("it", "n", "s")),
    **dict.fromkeys(
        word_set("they them their theirs themselves themself 'em em each+other"), ("they", "", "p")
    ),
    **dict.fromkeys(word_set("i me my mine myself"), ("i", "", "s")),
    **dict.fromkeys(word_set("we us our ours ourselves 's ’s"), ("we", "", "p")),
    **dict.fromkeys(word_set("you your yours yourself yourselves ya y'all"), ("you", "", "")),
    **dict.fromkeys(word_set("this that"), ("this", "n", "s")),
    **dict.fromkeys(word_set("these those"), ("this", "", "p")),
    **dict.fromkeys(word_set("who whom whose which"), ("who", "", "")),
}
"""Form in lower case to (class, gender, number); ``""`` where the form leaves it open."""

MALE_TITLES = word_set(
    "mr mister sir lord king prince sheikh father pope archbishop brother baron count duke emperor ayatollah "
    "imam rabbi czar tsar sultan"
)  # fmt: skip
FEMALE_TITLES = word_set(
    "mrs ms miss lady madam madame queen princess sister baroness countess duchess empress dame mme sheikha"
)  # fmt: skip
TITLES = MALE_TITLES | FEMALE_TITLES | word_set(
    "dr doctor prof professor gen general col colonel maj major capt captain lt lieutenant sgt sergeant cpl "
    "cmdr commander adm admiral brig brigadier marshal rep reps representative sen sens senator gov governor "
    "president vice-president chancellor premier minister pm secretary ambassador envoy speaker chairman "
    "chairwoman judge justice attorney mayor congressman congresswoman councillor councilman councilwoman "
    "commissioner director chief rev reverend bishop cardinal hon mp candidate spokesman spokeswoman "
    "spokesperson leader tsar st saint"
)  # fmt: skip
"""Words that stand before a person's name and are no part of it."""

MALE = word_set(
    "man boy gentleman father dad daddy grandfather grandpa son grandson brother uncle nephew husband widower "
    "boyfriend king prince lord duke emperor spokesman chairman businessman congressman councilman policeman "
    "fireman salesman statesman nobleman actor waiter monk priest pope guy bloke bachelor groom godfather "
    "stepfather stepson clergyman gunman assemblyman serviceman airman cameraman fisherman tribesman "
    "patriarch archbishop imam ayatollah sheikh"
)  # fmt: skip
FEMALE = word_set(
    "woman girl lady mother mom mum mommy grandmother grandma daughter granddaughter sister aunt niece wife "
    "widow girlfriend queen princess duchess empress spokeswoman chairwoman businesswoman congresswoman "
    "councilwoman policewoman saleswoman stateswoman noblewoman actress waitress nun bride godmother "
    "stepmother stepdaughter heroine hostess heiress goddess midwife fiancée schoolgirl housewife"
)  # fmt: skip
PERSONS = MALE | FEMALE | word_set(
    "person individual somebody someone anybody anyone everybody everyone nobody one child kid baby infant "
    "teenager adult friend fan family-member parent spouse partner sibling cousin twin relative ancestor "
    "descendant heir president vice-president president-elect premier minister prime-minister chancellor "
    "secretary undersecretary spokesperson ambassador envoy diplomat emissary negotiator mediator attaché "
    "consul governor mayor senator representative lawmaker legislator parliamentarian deputy mp politician "
    "candidate nominee incumbent frontrunner leader chief head boss chair chairperson director executive ceo "
    "founder co-founder president-general manager official officer aide adviser advisor assistant staffer "
    "insider source strategist operative lobbyist commissioner inspector auditor regulator banker economist "
    "analyst expert scholar researcher scientist professor academic historian lecturer teacher student pupil "
    "graduate dean rector author writer novelist poet editor journalist reporter correspondent columnist "
    "blogger broadcaster commentator pundit anchor host photographer publisher critic artist musician singer "
    "composer painter dancer comedian celebrity star player athlete coach footballer captain champion winner "
    "loser rival opponent competitor ally supporter skeptic advocate activist campaigner protester protestor "
    "demonstrator dissident defector whistleblower organiser organizer volunteer member participant delegate "
    "attendee speaker visitor guest tourist passenger traveler traveller driver pilot sailor astronaut worker "
    "employee labourer laborer employer contractor farmer fisherman miner merchant trader businessperson "
    "entrepreneur investor shareholder owner landlord tenant resident inhabitant neighbor neighbour citizen "
    "civilian national native foreigner immigrant migrant refugee settler exile stranger voter taxpayer "
    "consumer customer client patient doctor physician surgeon nurse paramedic psychologist dentist lawyer "
    "attorney solicitor barrister prosecutor counsel judge justice magistrate juror plaintiff defendant "
    "appellant claimant respondent petitioner witness victim survivor suspect prisoner detainee inmate "
    "hostage captive convict criminal offender murderer killer assassin attacker assailant shooter gunman "
    "bomber hijacker thief smuggler trafficker hacker terrorist extremist militant insurgent rebel guerrilla "
    "fighter combatant jihadist separatist soldier troop general colonel major lieutenant sergeant corporal "
    "commander admiral marshal brigadier veteran warrior recruit conscript reservist mercenary sniper "
    "peacekeeper marine guard bodyguard policeman cop constable detective agent spy informant sheriff "
    "firefighter rescuer monarch sovereign ruler dictator strongman tyrant despot autocrat successor "
    "predecessor contender challenger patriarch cleric clergyman pastor preacher rabbi bishop cardinal "
    "missionary pilgrim believer follower disciple muslim christian jew sikh buddhist republican democrat "
    "conservative liberal socialist communist nationalist populist oligarch billionaire millionaire tycoon "
    "magnate mogul industrialist engineer architect designer developer programmer technician mechanic chef "
    "cook waiter cleaner clerk receptionist librarian translator interpreter mathematician physicist chemist "
    "biologist geologist meteorologist philosopher theologian sociologist linguist psychiatrist pediatrician "
    "epidemiologist human being hero villain genius mate colleague peer counterpart interlocutor interviewer "
    "interviewee grandparent grandchild newcomer observer monitor watchdog bystander onlooker youth youngster "
    "senior elder pensioner orphan bully addict user gamer reader listener viewer audience-member narrator "
    "character protagonist god deity angel baron saint prophet messiah gentleman appointee designee "
    "beneficiary recipient donor sponsor patron mentor trainer trainee apprentice intern instructor learner "
    "classmate roommate housemate teammate co-author co-host co-star guy dude folk vice-chair vice-chairman "
    "hardliner moderate reformer reformist loyalist chargé tsar czar"
)  # fmt: skip
PEOPLE = word_set(
    "people folks crowd public population populace audience staff crew personnel family couple pair duo trio "
    "generation youth elite police troops electorate workforce clergy mob gang tribe clan majority minority "
    "congregation faculty leadership lot thousands hundreds dozens millions men women children parents "
    "brothers sisters humanity mankind royals civilians gentry casualties"
)  # fmt: skip
"""Nouns for several persons who are spoken of as "they", whatever the noun's number."""
STATES = word_set(
    "country nation state republic kingdom monarchy federation empire superpower neighbour neighbor "
    "island-nation dictatorship democracy homeland motherland power"
)  # fmt: skip
COMPANIES = word_set(
    "company firm corporation business bank manufacturer maker automaker carmaker retailer airline carrier "
    "operator producer supplier conglomerate giant startup start-up subsidiary publisher newspaper magazine "
    "broadcaster network station channel outlet website daily weekly tabloid brand developer insurer lender"
)  # fmt: skip
BODIES = COMPANIES | word_set(
    "government administration cabinet regime junta ministry department agency bureau office commission "
    "committee council parliament congress senate house assembly legislature duma knesset court tribunal "
    "judiciary jury party coalition opposition bloc caucus faction movement alliance union organization "
    "organisation institution institute association society federation confederation league foundation "
    "charity ngo group grouping network cartel militia army navy force military command division brigade "
    "battalion regiment unit squad corps team club panel delegation mission embassy consulate board authority "
    "watchdog regulator university college school hospital church mosque diocese community municipality "
    "establishment presidency monarchy secretariat task-force think-tank front guard intelligence service "
    "enforcement press media side camp campaign"
)  # fmt: skip
GROUPS = BODIES | PEOPLE
PLACES = word_set(
    "place area region zone city town village district province county municipality territory enclave "
    "peninsula island continent coast border capital neighborhood neighbourhood suburb quarter street road "
    "square park airport port harbor harbour station base camp building house home hotel palace tower church "
    "temple mosque museum hospital prison stadium theater theatre restaurant shop store factory plant mine "
    "bridge tunnel river lake sea ocean bay gulf strait canal mountain hill valley desert forest jungle beach "
    "world globe earth planet moon universe room hall kitchen bedroom office headquarters site location spot "
    "venue land field farm garden yard destination hub cemetery monument ruin south north east west northeast "
    "northwest southeast southwest campus metropolis mainland embassy university college school"
)  # fmt: skip
TIMES = word_set(
    "time year month week day hour minute second moment century decade era period age today tomorrow "
    "yesterday tonight morning afternoon evening night midnight noon weekend season spring summer autumn fall "
    "winter monday tuesday wednesday thursday friday saturday sunday january february march april may june "
    "july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue "
    "wed thu fri sat sun date deadline anniversary past future present quarter"
)  # fmt: skip
REPORTING = word_set(
    "say tell add ask announce argue assert assure believe claim comment complain concede conclude confirm "
    "continue declare demand deny describe disclose emphasize emphasise explain insist joke note observe "
    "order plead pledge predict proclaim promise propose recall reiterate remark reply report respond reveal "
    "shout state stress suggest tweet urge vow warn wonder write quip lament acknowledge admit agree allege "
    "caution answer boast call charge counter cry exclaim whisper yell post"
)  # fmt: skip
"""Lemmas of verbs whose subject is the source of a quotation beside them."""

_AGENT_ENDINGS = ("woman", "person", "ician", "ologist", "ographer", "crat", "ier", "eer")
_AGENT_ENDINGS_LONG = ("er", "or", "ist", "ee", "ian", "man", "ant", "ster")
_NO_AGENTS = word_set(
    "number power paper letter matter water order border offer answer summer winter weather center chapter "
    "character corner corridor counter cover danger dinner disaster door error factor favor favour fear "
    "finger fire flower floor gender hour honor honour hunger labor labour layer ladder laughter manner manor "
    "measure mirror murder other pepper plaster poster quarter register remainder river rumor rumour sector "
    "shelter shoulder silver slaughter spider computer printer motor tractor trailer tower transfer trigger "
    "vector vapor career cancer fever color colour flavor behavior behaviour humor terror tumor odor vigor "
    "rigor interior exterior superior dollar container router server chamber september october november "
    "december theater theatre fee committee guarantee coffee degree tree knee list mist fist twist restaurant "
    "plant grant warrant elephant covenant variant want constant instant human roman checklist wishlist "
    "playlist timber lumber cluster meter liter litre metre helicopter newspaper wallpaper barrier frontier "
    "tier carrier atelier premier pier drawer filter folder header footer disorder encounter endeavor "
    "reminder surrender tender thunder wonder adapter booster burner charger cylinder destroyer detector "
    "disclaimer freezer fertilizer generator indicator locker processor projector reactor receiver "
    "refrigerator scanner screwdriver semiconductor sensor ventilator simulator tanker cruiser diameter "
    "parameter perimeter barometer thermometer kilometer centimeter millimeter maneuver manoeuvre pollutant "
    "wavenumber spoiler carburetor thriller sweater feather calculator denominator quadrant manslaughter "
    "bestseller browser accelerator elevator loudspeaker shutter conditioner predictor glacier boulder "
    "trimester platter moniker sneaker charter remnant slumber skyscraper outlier recorder radiometer "
    "interferometer hamster lobster rooster chandelier bladder preorder starter controller appetizer airliner "
    "freighter leather sticker takeover blunder metaphor newsletter converter escalator aggregator "
    "multiplayer superpower wildflower blender woodpecker ereader gunpowder flicker clicker cucumber tweezer "
    "firepower reflector canister turnover trimmer croissant cracker filibuster blockbuster transformer "
    "wrapper hamburger calendar transponder launcher compressor interceptor bulldozer makeover rollover "
    "hangover crossover stopover tracker minesweeper propeller"
)  # fmt: skip


def is_agent(lemma: str) -> bool:
    """Whether a noun names a person: a listed one, or by its ending ("geographer", "lobbyist", "evacuee")."""
    if lemma in PERSONS:
        return True
    if lemma in _NO_AGENTS or lemma in BODIES or len(lemma) < 5:
        return False
    tail = lemma.rpartition("-")[2]
    if tail != lemma and tail in PERSONS:
        return True
    return lemma.endswith(_AGENT_ENDINGS) or (len(lemma) > 6 and lemma.endswith(_AGENT_ENDINGS_LONG))


def fold(text: str) -> str:
    """Lower case without accents, so that "José" and "Jose" are one."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in plain if not unicodedata.combining(c))


@cache
def given_names() -> dict[str, str]:
    """Given names, folded, with ``m`` or ``f``; names that stand in both lists are left out.

    They are read from ``given_names.txt`` beside this module, once a process.
    """
    text = resources.files(__package__).joinpath("given_names.txt").read_text(encoding="utf-8")
    lists: dict[str, set[str]] = {"m": set(), "f": set()}
    gender = ""
    for line in text.splitlines():
        if line.startswith("["):
            gender = line[1]
        elif line and not line.startswith("#"):
            lists[gender].update(fold(line).split())
    both = lists["m"] & lists["f"]
    return {name: gender for gender, names in lists.items() for name in names if name not in both}
