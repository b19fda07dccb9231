"""An invented borough to try everything in: Eastmere, with one joint project in each state."""
