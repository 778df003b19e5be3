"""The peer: real Prefect. A line on stdin is a kind of call and how many; its answer is a line of JSON with seconds."""

import asyncio
import json
import sys
import time

from prefect import flow, task


@task
def noop():
    pass


@task
async def async_noop():
    pass


@task
def same(x):
    return x


@flow
def sync_calls(count):
    began = time.perf_counter()
    for _ in range(count):
        noop()
    return time.perf_counter() - began


@flow
async def async_calls(count):
    began = time.perf_counter()
    for _ in range(count):
        await async_noop()
    return time.perf_counter() - began


@flow
def mapped(count):
    began = time.perf_counter()
    same.map(range(count)).wait()
    return time.perf_counter() - began


def run(kind, count):
    if kind == "async":
        return asyncio.run(async_calls(count))
    return {"sync": sync_calls, "mapped": mapped}[kind](count)


def answer(kind, count):
    began = time.perf_counter()
    try:
        flow_seconds = run(kind, count)
    except Exception as error:  # On a busy machine its server may give up; the next question may go well.
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
    return {"flowSeconds": flow_seconds, "wholeSeconds": time.perf_counter() - began}


for line in sys.stdin:
    kind, count = line.split()
    print(json.dumps(answer(kind, int(count))), flush=True)
