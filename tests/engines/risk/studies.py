"""Small studies that tests build on."""

from coproduce.engines.kernel import Seed
from coproduce.engines.risk.calculus import simulated
from coproduce.engines.risk.values import Action, Answer, Effect, Group, Outcome, Range, Risk, Study

LADDER = ((0.0, "I am not safe at home"), (100.0, "I live as I want to"))
HOME = Outcome("home", "I am safe at home", LADDER)
SEED = Seed("tests of risk")


def judged(about, group, person, likelihood, severity, **more):
    """A person's likelihood and severity, as ranges or single figures."""
    return (
        Answer(about, "likelihood", as_range(likelihood), group, person, **more),
        Answer(about, "severity", as_range(severity), group, person, **more),
    )


def as_range(value):
    if value is None or isinstance(value, Range):
        return value
    return Range(*value) if isinstance(value, tuple) else Range(value, value, value)


def study(answers, *, risks=None, groups=None, **more):
    """A study of one risk ``r`` borne by ``users``, judged as ``answers`` say."""
    groups = groups or (Group("users", "Users", "users"), Group("staff", "Staff", "staff"))
    return Study((HOME,), groups, risks or (Risk("r", "A risk", "home", ("users",)),), tuple(answers), **more)


def two_camps(**more):
    """Two groups that see two risks and two actions quite differently."""
    risks = (Risk("r", "A risk", "home", ("users",)), Risk("q", "Another", "home", ("users",)))
    answers = [
        *judged("r", "users", "u1", (30, 50, 70), (40, 50, 60)),
        *judged("q", "users", "u1", (2, 5, 9), (10, 20, 30)),
        *judged("r", "staff", "s1", (1, 3, 6), (5, 10, 20)),
        *judged("q", "staff", "s1", (30, 40, 60), (30, 50, 60)),
        *judged("r", "staff", "s2", (2, 4, 6), (5, 10, 20)),
        *judged("q", "staff", "s2", (20, 40, 60), (30, 40, 60)),
        Answer("a/likelihood/r", "effect", Range(20, 40, 60)),
        Answer("b/likelihood/q", "effect", Range(20, 40, 60)),
    ]
    actions = (
        Action("a", "For r", "environment", Range(10, 10, 10), (Effect("likelihood", "r"),), excludes=("b",)),
        Action("b", "For q", "environment", Range(10, 10, 10), (Effect("likelihood", "q"),)),
    )
    return study(answers, risks=risks, actions=actions, **more)


def portfolios(of, draws=8000, seed=SEED):
    """The portfolios of a study, ready to be evaluated."""
    return simulated(of, seed, draws)
