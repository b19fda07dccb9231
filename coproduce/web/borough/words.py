"""What the people of Eastmere say. All of it is invented."""

from __future__ import annotations

from dataclasses import dataclass

POT = 60_000_00


@dataclass(frozen=True)
class Idea:
    """An idea with what it would cost, in pence: from, about, to; and how well it is liked."""

    title: str
    body: str
    topic: str
    low: int
    central: int
    high: int
    liked: int


IDEAS = (
    Idea("Saturday break for carers", "Every second Saturday, with someone to stay at home.", "care",
         5_000_00, 6_000_00, 7_500_00, 62),
    Idea("Covered bike stands at the station", "Room for 20 bikes, dry and locked.", "getting-about",
         5_800_00, 6_500_00, 7_000_00, 24),
    Idea("Youth evening at the Harbour hub", "Fridays, food and two youth workers, 40 weeks a year.", "young-people",
         13_000_00, 14_500_00, 16_000_00, 58),
    Idea("Benches and a shelter, Harbour walk", "Three benches, out of the wind.", "parks",
         5_000_00, 5_800_00, 6_600_00, 41),
    Idea("New play area, Millfield Green", "Swings, a slide and a seat in the shade.", "young-people",
         16_500_00, 18_000_00, 21_000_00, 66),
    Idea("Lights on the park path", "Twelve lamps from the hall to the bridge.", "parks",
         10_000_00, 12_000_00, 14_000_00, 55),
    Idea("Minibus trips for older people", "Two trips a month, door to door.", "care",
         6_800_00, 7_400_00, 8_200_00, 38),
    Idea("Growing beds behind Mill Court", "Six raised beds, two at wheelchair height.", "parks",
         4_000_00, 4_500_00, 5_200_00, 47),
    Idea("Two heart-start machines", "One in each neighbourhood, with training.", "care",
         3_400_00, 3_600_00, 3_900_00, 52),
    Idea("Repair café, twice a month", "Bring it broken, mend it together.", "together",
         2_800_00, 3_200_00, 3_800_00, 29),
)  # fmt: skip
PLACES = (
    ("The Old Town hall", 51.4548, -2.5871),
    ("Eastmere station", 51.4512, -2.5808),
    ("The Harbour hub, Quay Street", 51.4489, -2.5935),
    ("Harbour walk, by the bridge", 51.4484, -2.5921),
    ("Millfield Green", 51.4577, -2.5829),
    ("Millfield Park", 51.4569, -2.5846),
    ("", None, None),
    ("Behind Mill Court", 51.4583, -2.5862),
    ("", None, None),
    ("Millfield hall", 51.4562, -2.5858),
    ("Harbour walk", 51.4481, -2.5917),
    ("Harbour Road, at the bend", 51.4498, -2.5899),
    ("Dock Street", 51.4506, -2.5952),
)
"""Where each idea is, in the order in which they come in: in words, and degrees north and east. Invented."""
MORE_BENCHES = ("More places to sit by the water", "My mother cannot walk that far without a rest.", "parks")
CROSSING = ("Safer crossing on Harbour Road", "Lorries come round the bend too fast.", "getting-about")
BUS_STOP = ("Move the bus stop on Dock Street", "In the rain everyone stands in the road.", "getting-about")
TOPICS = ["care", "getting-about", "parks", "together", "young-people"]
ABOUT = ("Hubs and libraries", "Parks and streets")
AIMS = ("evening", "park")
"""The services that the votes are about, and what they should change (keys of ``town``)."""
REMARKS = (
    "My father would use this every week.",
    "Could it be open in winter too?",
    "I can lend a hand on Saturdays.",
)
LABEL = {
    "power": "deciding",
    "fixed": "The pot is £60,000. Ideas must be for this part of Eastmere.",
    "open": "Which ideas get the money.",
    "who_decides": "Everyone aged 8 or over who lives, works or studies here. The council funds what the vote picks, "
    "or says why not.",
    "paid": "No. Bus fare to the hall is paid on the day.",
    "public_side": "£60,000, staff time, the hall, and printed votes for every home.",
    "could_go_wrong": "The same streets could win again and again. So each voter has an equal share of the money, "
    "and we show the simple count beside it.",
    "if_it_stops": "No service closes. Ideas without money stay on the list, each with a person to ring.",
    "replaces_paid_work": "No. Nobody’s job depends on it.",
}
PERSONS = (
    ("lead", "Priya Nair", "manager"),
    ("frontline", "Tom Okafor", "staff"),
    ("resident", "Rosa Lindqvist", "resident"),
    ("carer", "Sam Whitfield", "carer"),
    ("group", "Ines Duarte", "provider"),
    ("councillor", "Helen Adeyemi", "councillor"),
    ("evaluator", "Jun Park", ""),
)
