# SPDX-License-Identifier: Apache-2.0
"""Runs the code of addons for one launch, in a process of its own.

Standard input brings one JSON object a line, each a call; standard output gives the answers, JSON lines as well, the last of each
call with "done". What the addons' own code prints goes to standard error, so that it cannot break the talk.

  open            what the launch is about, and the folders of the addons
  implementation  every addon adds what its host integration needs to the environment
  hooks           the hooks before the start, in their order
  post            the hooks after the start
"""
import json
import os
import sys
import traceback

STANDINS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "standins")


def open_channel():
    """The talk's two ends, with the process's own standard output moved out of the way."""
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return channel


class Talk:
    def __init__(self, channel):
        self._channel = channel

    def say(self, **message):
        self._channel.write(json.dumps(message) + "\n")
        self._channel.flush()


def reason(error):
    text = str(error).strip()
    return text or type(error).__name__


def main():
    talk = Talk(open_channel())
    sys.path.append(STANDINS)
    from launch_session import LaunchSession
    session = LaunchSession(talk)
    for line in sys.stdin:
        call = json.loads(line)
        try:
            getattr(session, "on_" + call["call"])(call)
            talk.say(done=True)
        except Exception as error:
            talk.say(done=True, problem=reason(error), detail=traceback.format_exc())


if __name__ == "__main__":
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    main()
