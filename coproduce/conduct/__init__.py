"""The one dictionary of tools, and what moves a joint project: start, hand over, conclude, tick, erase, export."""
