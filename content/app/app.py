"""app.py - a small StreamBoard: figures of the last days, cached in the task and, where there is one, in Redis.

Everything it needs comes from the environment of its task: STREAMBOARD_ENV, REDIS_HOST, and secrets whose
values are never shown. Without them it shows made-up figures, so that it runs on any machine.
"""
import json
import os
import random
import time
from datetime import date, timedelta

import boto3
import redis
import streamlit as st

ENVIRONMENT = os.environ.get("STREAMBOARD_ENV", "local")
CACHE_SECONDS = 300


@st.cache_resource
def shared_cache():
    """The cache that all tasks share; None where there is none."""
    host = os.environ.get("REDIS_HOST")
    return redis.Redis(host=host, port=6379, ssl=True, socket_timeout=1) if host else None


@st.cache_resource
def cloudwatch():
    return boto3.client("cloudwatch")


def measure(name: str, value: float, unit: str) -> None:
    """A figure of ours beside those of AWS. It must never stop a page."""
    if ENVIRONMENT == "local":
        return
    try:
        cloudwatch().put_metric_data(Namespace="StreamBoard", MetricData=[{
            "MetricName": name, "Value": value, "Unit": unit,
            "Dimensions": [{"Name": "Environment", "Value": ENVIRONMENT}],
        }])
    except Exception as error:
        print(f"metric {name}: {error}")


def query(source: str, days: int) -> list[dict]:
    """Stands for a call of an outside API; the same days give the same figures."""
    today = date.today()
    return [{"day": str(day), "visits": random.Random(f"{source} {day}").randint(800, 1200)}
            for day in (today - timedelta(n) for n in range(days))]


# #region caching
@st.cache_data(ttl=CACHE_SECONDS)
def figures(source: str, days: int) -> list[dict]:
    """From this task's memory, else from Redis, else from the source."""
    key, cache = f"figures:{source}:{days}", shared_cache()
    try:
        if cache and (kept := cache.get(key)):
            return json.loads(kept)
    except redis.RedisError as error:
        print(f"cache: {error}")
        cache = None
    begun = time.monotonic()
    rows = query(source, days)
    measure("QuerySeconds", time.monotonic() - begun, "Seconds")
    if cache:
        try:
            cache.setex(key, CACHE_SECONDS, json.dumps(rows))
        except redis.RedisError as error:
            print(f"cache: {error}")
    return rows
# #endregion


st.set_page_config(page_title="StreamBoard", layout="wide")
st.title("StreamBoard")
source = st.selectbox("Source", ["analytics", "advertising", "customers"])
days = st.slider("Days", 7, 90, 30)
try:
    rows = figures(source, days)
    st.line_chart(rows, x="day", y="visits")
except Exception:
    measure("Errors", 1, "Count")
    raise
st.caption(f"{ENVIRONMENT} · {len(rows)} days of {source}")
