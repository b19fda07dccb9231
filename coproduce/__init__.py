"""Coproduce: user and community co-production of public services.

Residents and professionals plan, choose, pay for, design, deliver and check
services together. ``docs/where.md`` says where each piece lives.
"""

__version__ = "0.1.0"
