"""The closed sets of words that all rooms share. Values are the field's terms, labels what screens say."""

from __future__ import annotations

from django.db import models


class Stage(models.TextChoices):
    """The four Co's, and what each divides into (Bovaird and Loeffler 2013)."""

    PLAN = "commission.plan", "Decide together: plan"
    PRIORITISE = "commission.prioritise", "Decide together: set priorities"
    FINANCE = "commission.finance", "Decide together: pay for it"
    DESIGN = "design", "Plan it together"
    MANAGE = "deliver.manage", "Do it together: run it"
    PERFORM = "deliver.perform", "Do it together: give it"
    ASSESS = "assess", "Check it together"

    @property
    def co(self) -> Co:
        """Which of the four Co's the stage belongs to."""
        return Co(self.value.partition(".")[0])


class Co(models.TextChoices):
    """Commission, design, deliver, assess."""

    COMMISSION = "commission", "Decide together"
    DESIGN = "design", "Plan it together"
    DELIVER = "deliver", "Do it together"
    ASSESS = "assess", "Check it together"


class Level(models.TextChoices):
    """Whether people take part alone or together."""

    INDIVIDUAL = "individual", "on your own"
    COLLECTIVE = "collective", "together"
    MIXED = "mixed", "both"


class Side(models.TextChoices):
    """Whose input it is."""

    RESIDENT = "resident", "Residents"
    PUBLIC = "public", "Public side"
    PARTNER = "partner", "Charities and community groups"


class Role(models.TextChoices):
    """What somebody is here as, today."""

    USER = "user", "a person who uses the service"
    CARER = "carer", "a carer"
    RESIDENT = "resident", "a resident"
    STAFF = "staff", "frontline staff"
    MANAGER = "manager", "a manager"
    COUNCILLOR = "councillor", "a councillor"
    PROVIDER = "provider", "with a charity, group or provider"


class Group(models.TextChoices):
    """Roles as compared in results. People who use a service and their carers are two groups."""

    USERS = "users", "People who use the service"
    CARERS = "carers", "Carers"
    RESIDENTS = "residents", "Residents"
    STAFF = "staff", "Frontline staff"
    MANAGERS = "managers", "Managers"
    COUNCILLORS = "councillors", "Councillors"
    PROVIDERS = "providers", "Charities, groups and providers"


GROUP_OF_ROLE: dict[str, str] = dict(zip(Role.values, Group.values, strict=True))


class Power(models.TextChoices):
    """How much power those who take part have: the first line of the label on everything that asks."""

    TELLING = "telling", "We’re telling you"
    ASKING = "asking", "We’re asking you"
    SHAPING = "shaping", "We’re shaping it together"
    DECIDING = "deciding", "We decide together"
    YOURS = "yours", "You decide"


class Strategy(models.TextChoices):
    """What is done about a risk to an outcome (Loeffler and Bovaird)."""

    PORTFOLIO = "activity-portfolio", "do several things"
    REDUCTION = "risk-reduction", "make it less likely"
    RESILIENCE = "resilience", "bounce back"
    ENABLEMENT = "enablement", "take sensible risks"


class Port(models.TextChoices):
    """The three ways in which something passes from stage to stage."""

    ITEMS = "items", "items"
    ROLL = "roll", "roll"
    RESULT = "result", "result"
