"""A vote on paper: the kit to print, the desk that marks voters off, batches typed twice, a hall without internet."""
