"""Every write to the book: posting and correcting, claiming and confirming, keeping it."""
