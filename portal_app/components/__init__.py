"""The parts that pages are made of: they take Vars and events, and know no state."""

from reflex import Component, Var

# What a part may hold: another part, words, or a Var that becomes words.
Content = Component | Var | str
