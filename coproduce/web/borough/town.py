"""What there is in Eastmere: services with their years, what should be different, what people have a part in already.

All of it is invented. Sums are pounds, hours are hours open in a week; None is not recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

GROUPS = (
    ("Eastmere Carers", "third-sector"),
    ("Doorstep Friends", "third-sector"),
    ("Harbour Young People’s Forum", "community"),
    ("Eastmere Leisure Trust", "provider"),
    ("Harbour Road School", "agency"),
    ("Eastmere Health", "agency"),
    ("Old Eastmere Parish Council", "agency"),
)
AREAS = ("Harbour", "Hillside", "Millfield", "Old Town", "Riverside")


@dataclass(frozen=True)
class AService:
    """A service: what it is, what it asks of people in a week, and for last year and this (pounds, hours open)."""

    name: str
    summary: str
    asks: str
    last: tuple[int | None, int | None] | None = None
    this: tuple[int | None, int | None] | None = None
    who: str = "Eastmere Council"


SERVICES = (
    AService(
        "Home support and day opportunities", "Help at home, and places to go by day.",
        "Be in when the carer comes. Say what changed. For the day centre: half an hour on the bus each way.",
        (1_240_000, 40), (1_202_000, 32),
    ),
    AService(
        "Meals", "A hot meal for people who cannot cook.",
        "Be in between noon and one. Heat the second meal yourself at the weekend.", None, (148_000, None),
    ),
    AService(
        "Health visiting", "Support for families until a child is two.",
        "An hour at home every week at first, then every month. Keep the red book.",
        (690_000, None), (712_000, None), who="Eastmere Health",
    ),
    AService(
        "Council housing repairs", "Mending what breaks in the homes that the council lets.",
        "Ring or write, wait in for half a day, ring again if it was not fixed.",
        (3_100_000, 45), (3_100_000, 45),
    ),
    AService("Hubs and libraries", "Books, advice, a warm room.", "Come in, or order online and fetch it.",
             (410_000, 44), (392_000, 38)),
    AService("Leisure centre", "A pool, a hall, classes.", "", (260_000, 80), (260_000, 80),
             who="Eastmere Leisure Trust"),
    AService("Parks and streets", "Parks, play areas, bins, lights.", "Put the right bin out on the right day.",
             (880_000, None), (905_000, None)),
    AService("Schools", "Learning from five to sixteen.", "", who="Harbour Road School"),
)  # fmt: skip


@dataclass(frozen=True)
class AnOutcome:
    """What should be different, who said so, for which services, and how one would know."""

    key: str
    statement: str
    said_by: str
    services: tuple[str, ...]
    indicator: str = ""
    unit: str = ""
    direction: str = "down"
    started: int | None = None
    now: int | None = None
    target: int | None = None
    n: int = 0
    source: str = ""


OUTCOMES = (
    AnOutcome("people", "I have people to see", "resident", ("Home support and day opportunities", "Meals"),
              "People over 75 who are often lonely", "%", "down", 28, 24, 18, 96, "Winter visits, question 4"),
    AnOutcome("break", "I get a proper break", "carer", ("Home support and day opportunities",),
              "Carers who had a break of four hours or more last month", "%", "up", 41, None, 60, 0, ""),
    AnOutcome("fixed", "It is fixed the first time", "group", ("Council housing repairs",),
              "Repairs done in one visit", "%", "up", 61, 67, 75, 240, "Tenants’ check of repairs"),
    AnOutcome("evening", "There is somewhere for us in the evening", "resident",
              ("Hubs and libraries", "Leisure centre")),
    AnOutcome("baby", "I feel sure with my baby", "resident", ("Health visiting",)),
    AnOutcome("park", "I can walk home through the park", "carer", ("Parks and streets",)),
    AnOutcome("condition", "I manage my condition", "carer", ("Health visiting", "Home support and day opportunities")),
)  # fmt: skip
REWORDED = ("evening", "There is somewhere warm and free for us after six", "resident")
ADOPTED = ("park", "I feel safe walking home through the park after dark", "resident")
CONTESTED = (
    ("break", "A break is no use to us if nobody trained can stay with my mother.", "carer"),
    ("park", "Lights alone will not do it. Women said so at three meetings.", "resident"),
)
AGREED = (("people", 14), ("break", 22), ("fixed", 31), ("evening", 19), ("park", 12), ("baby", 4))


@dataclass(frozen=True)
class Happening:
    """Something that happens: its name, its way of working or one of the four Co's, for which service, by whom."""

    title: str
    way: str
    service: str
    who: str
    summary: str = ""
    sure: str = "known"
    aim: str = ""


HOME, REPAIRS, HUBS = "Home support and day opportunities", "Council housing repairs", "Hubs and libraries"
PARKS, HEALTH, LEISURE = "Parks and streets", "Health visiting", "Leisure centre"
COUNCIL, TENANTS = "Eastmere Council", "Millfield Tenants’ Association"
HAPPENING = (
    Happening("Jury on home support", "citizens-jury", HOME, COUNCIL,
              "24 people picked by lottery met four times. Their nine recommendations wait for an answer.",
              aim="break"),
    Happening("Planning for Real in Millfield", "planning-for-real", PARKS, TENANTS,
              "212 cards on a model of the estate, sorted into now, soon and later.", aim="park"),
    Happening("A day on evenings", "open-space", HUBS, "Harbour Young People’s Forum",
              "Young people set the agenda of the day.", aim="evening"),
    Happening("A Friday group of our own", "individual-budgets", HOME, "Eastmere Carers",
              "Three people put £84 a week each together for a group on Fridays.", aim="people"),
    Happening("A kitchen for Millfield Hall", "fundraising", HUBS, TENANTS,
              "£9,000 promised by neighbours, £9,000 added by the council."),
    Happening("Garden waste: should it cost £45?", "charges", PARKS, COUNCIL,
              "Free for people on a low income. Who is hit is shown."),
    Happening("One per cent more for home support?", "tax-agreement", HOME, COUNCIL,
              "Advisory: the council decides. What it would take to pass was said beforehand."),
    Happening("Day-centre hours: what do you think?", "user-consultation", HOME, COUNCIL,
              "312 people who use it or care for somebody who does."),
    Happening("The map of a repair", "journey-mapping", REPAIRS, COUNCIL,
              "Nine steps; the worst is waiting in.", aim="fixed"),
    Happening("A two-hour slot, tried with twelve tenants", "service-design-lab", REPAIRS, TENANTS, aim="fixed"),
    Happening("Two users on the leisure trust", "service-trust", LEISURE, "Eastmere Leisure Trust"),
    Happening("Millfield Hall in tenants’ hands", "community-asset", HUBS, TENANTS,
              "Asked for by the association; the council has six months to answer."),
    Happening("Parents on the governors’ board", "school-governors", "Schools", "Harbour Road School",
              "Two empty seats were filled."),
    Happening("Living with diabetes, together", "peer-support", HEALTH, "Eastmere Health", aim="condition"),
    Happening("Family and nurse, from the start", "visiting-programme", HEALTH, "Eastmere Health", aim="baby"),
    Happening("Harbour meals round", "meals-round", "Meals", "Doorstep Friends", aim="people"),
    Happening("Neighbourhood Watch in Harbour", "neighbourhood-watch", PARKS, COUNCIL, aim="park"),
    Happening("An hour a week with a neighbour", "deliver", HOME, "Doorstep Friends",
              "38 people visit somebody who would like company.", aim="people"),
    Happening("Tenants check forty repairs", "tenant-inspectors", REPAIRS, TENANTS, aim="fixed"),
    Happening("How was it?", "online-ratings", REPAIRS, COUNCIL,
              "One question after each repair, answered in five days."),
    Happening("Old Eastmere looks at itself", "village-appraisal", PARKS, "Old Eastmere Parish Council",
              "The second time; the first was five years ago."),
    Happening("Friday lunch club", "deliver", "Meals", "Eastmere Carers", sure="think"),
    Happening("Homework club in the hub", "deliver", HUBS, "Harbour Young People’s Forum", sure="heard"),
    Happening("Friends of Harbour Park", "deliver", PARKS, TENANTS, "They plant and they sweep.", sure="think"),
    Happening("Carers’ say on the rota", "design", HOME, "Eastmere Carers", sure="heard"),
)  # fmt: skip
