"""What should be different, services and the map: who may, what is kept, what is refused. Without a web request."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from coproduce.catalogue.public import Co
from coproduce.core import Actor, BadInput, Refused, now
from coproduce.core.models import AuditEvent
from coproduce.register import outcome_actions as outcomes_
from coproduce.register.entering import NewEntry, enter, tick_services, tick_ways
from coproduce.register.finding import Search, find
from coproduce.register.keeping import Register
from coproduce.register.mapping import gaps_said, grid
from coproduce.register.outcome_queries import indicators, outcome, outcomes, services_of_outcomes, voices
from coproduce.register.public import NewStep, ServiceSaid, YearSaid, add_service, record_year, service_years
from coproduce.register.rules import may_begin, may_keep, may_word
from coproduce.register.service_actions import revise_service, serve
from coproduce.register.years import year_by_year

pytestmark = pytest.mark.django_db
VISITOR = Actor(role="carer")


def codes(refused):
    return [problem.place.key for problem in refused.value.problems]


def test_anyone_proposes_and_every_word_stays(standing):
    key = outcomes_.propose_outcome("I get a break", by=VISITOR)
    with pytest.raises(BadInput) as twice:
        outcomes_.propose_outcome("i get a BREAK", by=VISITOR)
    assert codes(twice) == ["statement"]
    other = outcomes_.reword(key, "I get a proper break", by=standing.charlie)
    outcomes_.contest(key, "Nobody trained can stay.", by=Actor(role="user"))
    assert outcomes_.agree(key, by=standing.dora)
    assert not outcomes_.agree(key, by=standing.dora)
    assert outcome(key).statement == "I get a break"
    outcomes_.adopt_words(key, other, by=standing.alice)
    assert outcome(key).statement == "I get a proper break"
    said = [(one.kind, one.group, one.text) for one in voices([key])[key]]
    assert said == [
        ("proposed", "carers", "I get a break"),
        ("reworded", "residents", "I get a proper break"),
        ("contested", "users", "Nobody trained can stay."),
        ("agreed", "carers", ""),
        ("adopted", "managers", "I get a proper break"),
    ]
    assert "break" not in str(list(AuditEvent.objects.values_list("codes", "subject")))


def test_what_is_off_the_list_takes_nothing_more_and_stays_to_be_read(standing):
    key = outcomes_.propose_outcome("I get a break", by=VISITOR)
    voice = outcomes_.contest(key, "Ring Ann on 07700 900123", by=VISITOR)
    outcomes_.take_down_words(key, voice, by=standing.alice)
    outcomes_.retire_outcome(key, "It is two things.", by=standing.alice)
    for deed in (outcomes_.reword, outcomes_.contest):
        with pytest.raises(Refused) as refused:
            deed(key, "More", by=VISITOR)
        assert refused.value.refusal.code == "register-retired"
    assert outcomes() == []
    assert [one.text for one in voices([key])[key]] == ["I get a break", "", "It is two things."]
    assert outcomes_.propose_outcome("I get a break", by=VISITOR) != key


def test_a_word_that_stands_is_not_taken_down(standing):
    key = outcomes_.propose_outcome("I get a break", by=VISITOR)
    first = voices([key])[key][0].id
    with pytest.raises(Refused):
        outcomes_.take_down_words(key, first, by=standing.alice)


def test_paper_is_entered_by_a_clerk(standing):
    paper = Actor(role="user", channel="paper", clerk_id=standing.bob.person_id)
    key = outcomes_.propose_outcome("Somebody comes when I ring", by=paper)
    assert [one.channel for one in voices([key])[key]] == ["paper"]


def test_figures_have_ranges_sources_and_corrections(standing):
    key = outcomes_.propose_outcome("I have people to see", by=VISITOR)
    new = outcomes_.NewIndicator("Often lonely", "%", "down", Decimal(28), Decimal(18))
    indicator = outcomes_.add_indicator(key, new, by=standing.alice)
    day = now().date() - timedelta(days=1)
    figure = outcomes_.NewMeasurement(day, Decimal(17), Decimal(24), Decimal(33), "survey", n=96)
    first = outcomes_.measure(key, indicator, figure, by=standing.alice)
    with pytest.raises(BadInput) as twice:
        outcomes_.measure(key, indicator, figure, by=standing.alice)
    assert codes(twice) == ["on"]
    wrong = outcomes_.NewMeasurement(day + timedelta(days=9), Decimal(30), Decimal(24), Decimal(33), "survey")
    with pytest.raises(BadInput) as told:
        outcomes_.measure(key, indicator, wrong, by=standing.alice)
    assert codes(told) == ["low", "on"]
    mended = outcomes_.NewMeasurement(
        day, Decimal(16), Decimal(23), Decimal(32), "survey", n=96, supersedes=first
    )
    outcomes_.measure(key, indicator, mended, by=standing.alice)
    assert [one.central for one in indicators([key])[key][0].measurements] == [Decimal(23)]
    elsewhere = outcomes_.propose_outcome("Another", by=VISITOR)
    with pytest.raises(Refused):
        outcomes_.measure(
            elsewhere, indicator, outcomes_.NewMeasurement(day, *[Decimal(1)] * 3, "x"), by=standing.alice
        )


def test_a_service_says_what_was_added_kept_and_withdrawn(standing):
    library = add_service(ServiceSaid("Libraries", standing.council), by=standing.alice)
    with pytest.raises(BadInput):
        add_service(ServiceSaid("LIBRARIES", standing.council), by=standing.alice)

    def year(first, budget, hours, **more):
        said = YearSaid(date(first, 4, 1), date(first + 1, 4, 1), budget, "GBP", hours, "Book", **more)
        return record_year(library.id, said, by=standing.alice)

    year(2024, 400_00, 44 * 60)
    second = year(2025, 400_00, 40 * 60)
    with pytest.raises(BadInput) as overlap:
        year(2025, 1, 1)
    assert codes(overlap) == ["since"]
    year(2025, 380_00, 40 * 60, supersedes=second)
    record_year(
        library.id, YearSaid(date(2026, 4, 1), date(2026, 10, 1), 200_00, "GBP", None), by=standing.alice
    )
    changed = year_by_year(service_years([library.id])[library.id])
    assert [(one.budget, one.minutes, one.withdrawn) for one in changed[:2]] == [
        (None, None, False),
        (-20_00, -240, True),
    ]
    assert changed[2].minutes is None
    assert changed[2].budget == round(200_00 * 365 / 183) - 380_00
    with pytest.raises(BadInput) as empty:
        record_year(library.id, YearSaid(date(2030, 4, 1), date(2030, 4, 1)), by=standing.alice)
    assert set(codes(empty)) == {"until", "budget"}


def test_a_service_changes_its_words_not_its_address_and_says_what_it_works_towards(standing):
    made = add_service(ServiceSaid("New", standing.council), by=standing.alice)
    assert made.slug == "new-service"
    changed = revise_service(made.id, ServiceSaid("Newer", standing.council, "Books."), by=standing.alice)
    assert (changed.name, changed.slug, changed.summary) == ("Newer", "new-service", "Books.")
    key = outcomes_.propose_outcome("I read", by=VISITOR)
    serve(made.id, [key], by=standing.alice)
    serve(made.id, [key], by=standing.alice)
    assert [one.id for one in services_of_outcomes([key])[key]] == [made.id]
    serve(made.id, [], by=standing.alice)
    assert services_of_outcomes([key])[key] == []


def test_the_map_shows_what_there_is_and_where_there_is_nothing(standing):
    meals, parks = tick_services(
        ["Meals", "Parks and green spaces", "No such"], standing.council, by=standing.alice
    )
    assert tick_services(["Meals"], standing.council, by=standing.alice) == []
    tick_ways(meals, ["meals-round", "online-ratings"], "think", by=standing.alice)
    assert tick_ways(meals, ["meals-round"], "known", by=standing.alice) == []
    enter(
        NewEntry("Friends of the park", standing.council, co="deliver", service_ids=[parks.id]),
        by=standing.alice,
    )
    with pytest.raises(BadInput):
        enter(NewEntry("Something", standing.council), by=standing.alice)
    rows = {row.service.name: row for row in grid() if row.service}
    assert [one.title for one in rows["Meals"].cells[Co.DELIVER]] == ["Meals round: Meals"]
    assert rows["Meals"].gaps == [Co.COMMISSION, Co.DESIGN]
    assert [(service.name, len(gaps)) for service, _, gaps in gaps_said(list(rows.values()))] == [
        ("Meals", 2), ("Parks and green spaces", 3),
    ]  # fmt: skip


def test_joint_projects_are_found_by_what_is_said_of_them(standing):
    opens = now() - timedelta(days=1)
    library = add_service(ServiceSaid("Libraries", standing.council), by=standing.alice)
    going = standing.project(
        NewStep("ideas", "Ideas", "ideas", opens=opens), title="Books decide", services=[library.id]
    )
    later = standing.project(
        NewStep("vote", "Vote", "ballot", opens=opens + timedelta(days=9)), title="Parks decide"
    )
    known = enter(NewEntry("Reading group", standing.council, co="deliver"), by=standing.alice)

    def found(**more):
        return [one.id for one in find(Search(**more), now()).projects]

    assert found(show="open", asking=frozenset({"ideas"})) == [going.id, later.id]
    assert found(show="register") == [known.id]
    assert found(show="over") == []
    assert found(words="decide books") == [going.id]
    assert found(service_id=library.id) == [going.id]
    assert found(co="deliver") == [known.id]
    assert set(found()) == {going.id, later.id, known.id}
    assert find(Search(), now(), page=2, size=2).total == 3
    assert len(find(Search(), now(), page=2, size=2).projects) == 1


def test_who_keeps_the_register_and_who_begins():
    assert [duty for duty in ("lead", "administrator", "clerk", "auditor") if may_keep(frozenset({duty}))] == [
        "lead", "administrator", "clerk",
    ]  # fmt: skip
    assert not may_begin(frozenset({"clerk", "auditor"}))
    assert may_begin(frozenset({"lead"}))
    nobody = frozenset()
    assert not may_word(nobody, proposed_by=None, person_id=None)


def test_a_person_takes_her_words_with_her_and_they_go_when_she_does(standing):
    dora = standing.dora.person_id
    key = outcomes_.propose_outcome("I get a break", by=standing.dora)
    outcomes_.contest(key, "Zebulon says no", by=standing.dora)
    told = {table.name: table.rows for table in Register().personal(dora)}
    assert [row[-1] for row in told["what you said of outcomes"]] == ["I get a break", "Zebulon says no"]
    Register().forget(dora, by=standing.dora)
    assert [one.text for one in voices([key])[key]] == ["", ""]
    assert (outcome(key).statement, outcome(key).proposed_by) == ("I get a break", None)
    assert Register().forget(dora, by=standing.dora).erased == {}
