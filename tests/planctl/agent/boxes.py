# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An agent within the test's process, with the policy of a small file."""

import os

from planctl import agent_policy
from planctl.agent import Agent, Options
from planctl.agent_job import Setup
from planctl.agent_journal import State
from tests.planctl.agent.fake_server import AGENT, SERVER

POLICY = """
server = "{server}"
kinds = ["shell"]
commands = [".*"]
{more}
[keys]
"{keyid}" = "{public}"
[targets.staging]
"""


def policy_file(folder, key, more=""):
    path = folder / "policy.toml"
    values = {"keyid": key.keyid, "public": key.public, "server": SERVER}
    path.write_text(POLICY.format(more=more, **values))
    path.chmod(0o600)
    return path


def new_setup(server, folder, secrets=(), more=""):
    said = []
    setup = Setup(
        name=AGENT,
        policy=agent_policy.load(policy_file(folder, server.key, more)),
        secrets=dict(secrets),
        state=State(folder / "state"),
        environ=dict(os.environ),
        say=said.append,
    )
    return setup, said


def new_agent(server, folder, capacity=1, **values):
    setup, said = new_setup(server, folder, **values)
    options = Options(
        labels=["staging"], capacity=capacity, once=True, pause=0.05, grace=0.2
    )
    return Agent(setup, options, lambda: server), said


def run(server, folder, **values):
    """Until there is nothing to do; gives what it said."""
    agent, said = new_agent(server, folder, **values)
    try:
        agent.run()
    finally:
        agent._setup.state.close()
    return said
