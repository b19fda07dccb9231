"""What the benchmark of the site needs: a town with much in it, and visitors who ask for its pages."""
