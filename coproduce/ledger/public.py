"""All that other rooms may know of the book of everyone's part."""

from __future__ import annotations

from coproduce.ledger.actions.claiming import (
    attest,
    claim,
    claim_attendance,
    confirm_claim,
    confirm_claims,
    note,
    refuse_claim,
    refuse_claims,
)
from coproduce.ledger.actions.importing import post_many
from coproduce.ledger.actions.keeping import (
    BasisView,
    bases,
    enable_basis,
    lock_period,
    plan_input,
    rebuild_checkpoints,
)
from coproduce.ledger.actions.posting import correct, post
from coproduce.ledger.forgetting import KEEPER
from coproduce.ledger.here import PutIn, parts_here
from coproduce.ledger.publishing import ClosedPeriod, closed_periods
from coproduce.ledger.queries import balances, claims, entries, gifts_of, open_claims, trial_balance
from coproduce.ledger.values import Balance, ClaimView, EntryView, Gift, NewClaim, Planned, Record
from coproduce.ledger.verifying import Verified, verify

__all__ = [
    "KEEPER",
    "Balance",
    "BasisView",
    "ClaimView",
    "ClosedPeriod",
    "EntryView",
    "Gift",
    "NewClaim",
    "Planned",
    "PutIn",
    "Record",
    "Verified",
    "attest",
    "balances",
    "bases",
    "claim",
    "claim_attendance",
    "claims",
    "closed_periods",
    "confirm_claim",
    "confirm_claims",
    "correct",
    "enable_basis",
    "entries",
    "gifts_of",
    "lock_period",
    "note",
    "open_claims",
    "parts_here",
    "plan_input",
    "post",
    "post_many",
    "rebuild_checkpoints",
    "refuse_claim",
    "refuse_claims",
    "trial_balance",
    "verify",
]
