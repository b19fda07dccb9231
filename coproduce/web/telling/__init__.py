"""Tell everyone: the one button of a joint project, its letters to print, and whom we could not reach."""
