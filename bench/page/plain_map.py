"""The shortest map that Streamlit offers, with one filter: a peer, run by `streamlit run`."""

import sys

import pandas as pd
import streamlit as st

from bench.page.peers import COUNTRIES


@st.cache_data
def rows(file: str) -> pd.DataFrame:
    return pd.read_parquet(file)


chosen = st.pills("Country", COUNTRIES, selection_mode="multi")
shown = rows(sys.argv[1])
st.map(shown[shown["country"].isin(chosen)] if chosen else shown)
