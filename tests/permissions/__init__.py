"""Who may do what within a stage, and when: every deed of every tool, for everybody, in every state. Under review by hand."""
