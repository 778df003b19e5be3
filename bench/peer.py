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


for line in sys.stdin:
    kind, count = line.split()
    began = time.perf_counter()
    flow_seconds = run(kind, int(count))
    whole_seconds = time.perf_counter() - began
    print(json.dumps({"flowSeconds": flow_seconds, "wholeSeconds": whole_seconds}), flush=True)
