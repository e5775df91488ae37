"""How every page looks and reads: layouts, components, style sheets and a gallery of them all.

Knows nothing of calls, people or police: it is given words and figures and shows them. Every
component's inputs stand in a comment at the top of its template, and are listed together in
docs/reference/components.md.
"""
