"""What an agency can choose from: ways of working, kinds of contribution, gains, areas."""
