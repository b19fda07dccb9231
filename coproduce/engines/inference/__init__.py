"""Who co-produces, alone and together, and why: honest answers from a survey.

Bovaird (2013) found that doing things alone and doing them together have different
correlates, so that one approach for both is a mistake. This engine fits the two models
side by side, weighted and with the variance of the survey's design, and tests the
difference between them; around it stand what a survey needs before (scales, raking,
power) and after (segments, small areas, strategies, experiments).
"""

METHODS = ("model",)

__all__ = ["METHODS"]
