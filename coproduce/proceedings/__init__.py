"""What passes from stage to stage: items, rolls, results, acts, fates, promises, remarks, hand-overs."""
