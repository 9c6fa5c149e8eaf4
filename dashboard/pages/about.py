"""About: how it is read, what it cannot do, whose data it stands on."""

from __future__ import annotations

import streamlit as st

from dashboard import chrome

_TEXT = """
Diplomacy Map reads news articles and draws what they say about diplomacy: who travelled where, who
met whom, which groupings of states took part, and which sums were promised or paid. Every mark on
the map leads back to the sentence that it was read from.

### How it reads

Rules and tables, no language model and no service elsewhere: an article never leaves the machine
that runs this app. Names of places, people, offices and groupings are found first; each place is
settled on one point of the earth and told apart by what it stands for (“flew out of London” is a
place, “London objected” a government); days such as *Tuesday* are counted from the article's own
date. Then verbs and their surroundings say who went where and whether it has happened, is under
way, planned or called off. One visit that three articles tell of is one visit with three sources.

### What to keep in mind

- It makes mistakes. Read the sentence before you quote a mark; the words beside it say how sure
  the reading is.
- Only what the articles tell is shown. An empty country is one that these articles are silent
  about, not one without diplomacy.
- A route is the shortest way between two places, drawn from the capital of the traveller's
  country; the way that the plane took is not known.
- A sum that is part of a larger one is counted there; running totals, requests and refusals are
  in no total. Who of several recipients gets how much is mostly not said, and not guessed.
- Money is drawn from the middle of the giver's country, or the seat of an institution, to its
  recipient; what goes to a region stands once, amid it. What several give together goes the way of
  each, and counts for none of them alone.
- Names have their place on the map by weight; nearer, more of them find room.
- Members of a grouping are those of the last day in view.

### Borders

Borders follow the maps of the United Nations; disputed areas and lines are dotted. Drawing them
takes no side.

### Whose data

- Land and borders: [Natural Earth](https://www.naturalearthdata.com/), public domain.
- Places: © [GeoNames](https://www.geonames.org/), CC BY 4.0, modified.
- Exchange rates: European Central Bank, the day's reference rate.
- Groupings and their members: own table, each entry with its source.
- The briefs that the page opens with are our own words; each names where its facts can be checked.

The code is free under the MIT licence.
"""


def about_page() -> None:
    """Method, limits, data, licences."""
    with st.container(width=760):
        chrome.headline("About this map", "How it reads, what it cannot do, whose data it uses.")
        st.markdown(_TEXT)
