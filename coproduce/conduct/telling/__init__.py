"""Tell everyone: whoever took part hears what was decided, by e-mail, text or letter; and who could not be reached.

One button notes everybody, with her way, in one transaction. A row of the outbox stands for each; its key is of the
decision and the person, so nobody is told twice however often the button is pressed. ``send_due``, called by the worker
each minute, sends what is due: e-mail one by one, texts as a file for whoever sends them. Letters wait until somebody
has printed them and says that they are posted. What a message says is worked out when it goes; the outbox holds none
of it.
"""
