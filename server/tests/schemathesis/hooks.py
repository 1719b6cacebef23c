"""Keeps Schemathesis from revoking the key that it shows itself: everything behind that would be answered with 401."""

import os

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    key = case.path_parameters.get("key") if case.path_parameters else None
    if key == os.environ["KEY"].split("_")[1]:
        case.path_parameters["key"] = "none"
